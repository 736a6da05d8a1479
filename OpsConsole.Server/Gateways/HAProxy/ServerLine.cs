using System.Globalization;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>Whether a server of HAProxy may take traffic, as a person or the console told it.</summary>
internal enum ServerMode
{
    /// <summary>It takes its share.</summary>
    Ready,

    /// <summary>It takes nothing new but what a cookie or a table sends there; it is still checked.</summary>
    Drain,

    /// <summary>It takes nothing, and is not checked.</summary>
    Maint,
}

/// <summary>A server as a line of <c>show servers state</c> has it, which is also what a state file consists of. Version 1 of that format is by position.</summary>
/// <param name="Fields">The words of the line.</param>
internal sealed record ServerLine(IReadOnlyList<string> Fields)
{
    /// <summary>HAProxy 2.6 discards a whole file for one line with fewer. What comes after (TLS, where checks go) would overrule a configuration that was changed since: it is left out.</summary>
    public const int Kept = 20;

    public const string Columns =
        "be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord";

    private const int OperationalAt = 5;
    private const int AdminAt = 6;
    private const int WeightAt = 7;
    private const int ConfiguredWeightAt = 8;
    private const int CheckAt = 13;
    private const int ForcedMaint = 0x01;
    private const int ConfiguredMaint = 0x04;
    private const int ForcedDrain = 0x08;
    private const int ConfiguredCheck = 0x02;

    /// <summary>Maintenance or drain of the server that it tracks; a name that does not resolve.</summary>
    private const int HeldBits = 0x02 | 0x10 | 0x20 | 0x40;

    public string Backend => Fields[1];

    public string Name => Fields[3];

    public string Address => Fields[4];

    /// <summary>0 where HAProxy's own checks say that it is down, or where it is in maintenance.</summary>
    public bool Down => Fields[OperationalAt] == "0";

    public int Weight => Number(WeightAt);

    /// <summary>The weight of its configuration.</summary>
    public int ConfiguredWeight => Number(ConfiguredWeightAt);

    /// <summary>Whether its configuration has HAProxy check it.</summary>
    public bool Checked => (Number(CheckAt) & ConfiguredCheck) != 0;

    public string Port => Fields[18];

    public ServerMode Mode => (Admin & ForcedMaint) != 0 ? ServerMode.Maint : (Admin & ForcedDrain) != 0 ? ServerMode.Drain : ServerMode.Ready;

    /// <summary>Whether its configuration says <c>disabled</c>.</summary>
    public bool Disabled => (Admin & ConfiguredMaint) != 0;

    /// <summary>Whether something else than a command keeps traffic from it.</summary>
    public bool Held => (Admin & HeldBits) != 0;

    /// <summary>Whether new requests go there, as far as it was told.</summary>
    public bool Takes => Mode == ServerMode.Ready && !Held && Weight > 0;

    private int Admin => Number(AdminAt);

    /// <summary>The lines of a whole answer or file; null when it is none of that format.</summary>
    public static IReadOnlyList<ServerLine>? Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines is not ["1", ..])
        {
            return null;
        }

        var servers = lines.Skip(1).Where(line => !line.StartsWith('#')).Select(line => new ServerLine(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        return servers.TrueForAll(server => server.IsWhole) ? servers : null;
    }

    /// <summary>The same server set to something else. It stands as up, as HAProxy takes every server at its start: with what a check said long ago, one that is not checked would stay down for ever.</summary>
    public ServerLine With(SlotSetting setting)
    {
        var fields = Fields.ToArray();
        var mode = setting.Mode switch { ServerMode.Maint => ForcedMaint, ServerMode.Drain => ForcedDrain, _ => 0 };
        fields[OperationalAt] = setting.Mode == ServerMode.Maint ? fields[OperationalAt] : "2";
        fields[AdminAt] = string.Create(CultureInfo.InvariantCulture, $"{mode | (Admin & ConfiguredMaint)}");
        fields[WeightAt] = string.Create(CultureInfo.InvariantCulture, $"{setting.Weight}");
        return new ServerLine(fields);
    }

    public override string ToString() => string.Join(' ', Fields.Take(Kept));

    private bool IsWhole => Fields.Count >= Kept && new[] { OperationalAt, AdminAt, WeightAt, ConfiguredWeightAt, CheckAt }.All(at => int.TryParse(Fields[at], NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private int Number(int at) => int.Parse(Fields[at], NumberStyles.None, CultureInfo.InvariantCulture);
}
