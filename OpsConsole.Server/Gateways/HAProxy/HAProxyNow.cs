using System.Globalization;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>A start of HAProxy: what was told at runtime is forgotten with the next one.</summary>
/// <param name="Pid">Its process, as itself numbers it.</param>
/// <param name="StartedAt">When, in seconds since 1970.</param>
internal sealed record HAProxyStart(int Pid, long StartedAt)
{
    /// <summary>When, by the calendar.</summary>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeSeconds(StartedAt);
}

/// <summary>What an HAProxy says of itself and of one backend. Pure.</summary>
/// <param name="Start">Which start of it answered.</param>
/// <param name="Servers">Every server of the backend.</param>
/// <param name="Stats">The same and the backend itself, as its statistics have them.</param>
/// <param name="Tags">What its map of tags holds, a tag and a server each; null where there is no map.</param>
internal sealed record HAProxyNow(HAProxyStart Start, IReadOnlyList<ServerLine> Servers, IReadOnlyList<HAProxyStat> Stats, IReadOnlyList<(string Tag, string Server)>? Tags)
{
    /// <summary>What has to be asked for it.</summary>
    public static IReadOnlyList<string> Questions(HAProxyPlan plan)
        => ["show info", $"show servers state {plan.Backend}", $"show stat {plan.Backend} 6 -1", .. plan.Map is null ? Array.Empty<string>() : [$"show map {plan.Map}"]];

    /// <summary>Puts it together.</summary>
    /// <exception cref="GatewayException">It is not to be understood, or there is no such backend, server or map.</exception>
    public static HAProxyNow Of(HAProxyPlan plan, IReadOnlyList<string> answers)
    {
        if (answers[1] is "Can't find backend." or "No such backend." || answers[2] == "No such proxy.")
        {
            throw new GatewayException($"HAProxy at {plan.Socket} has no backend {plan.Backend}.");
        }

        var start = StartOf(answers[0]) ?? throw Unreadable("info", answers[0]);
        var servers = ServerLine.Read(answers[1]) ?? throw Unreadable("servers state", answers[1]);
        var stats = HAProxyStat.Read(answers[2]) ?? throw Unreadable("stat", answers[2]);
        foreach (var slot in Enum.GetValues<Slot>().Where(slot => !servers.Any(server => server.Name == plan.ServerOf(slot))))
        {
            throw new GatewayException($"Backend {plan.Backend} of HAProxy at {plan.Socket} has no server {plan.ServerOf(slot)} for {slot.Word()}; it has {string.Join(", ", servers.Select(server => server.Name))}.");
        }

        return new HAProxyNow(start, servers, stats, answers.Count > 3 ? TagsOf(plan, answers[3]) : null);

        GatewayException Unreadable(string what, string answer)
            => new($"HAProxy at {plan.Socket} answers to 'show {what}' what this version cannot read: '{answer.Split('\n')[0]}'.");
    }

    public ServerLine Of(HAProxyPlan plan, Slot slot) => Servers.First(server => server.Name == plan.ServerOf(slot));

    public HAProxyStat? StatOf(string server) => Stats.FirstOrDefault(stat => stat.Name == server);

    public HAProxyStat? Whole => StatOf("BACKEND");

    /// <summary>Servers of the backend that are no slot's and take part of its traffic.</summary>
    public IEnumerable<string> Others(HAProxyPlan plan)
        => Servers.Where(server => plan.SlotOf(server.Name) is null && server.Takes && StatOf(server.Name)?.Backup == false).Select(server => server.Name);

    /// <summary>What both servers are set to.</summary>
    public SlotSettings Settings(HAProxyPlan plan)
    {
        var tag = Tags is [var (value, server)] && GrayTag.IsValue(value) && plan.SlotOf(server) is { } slot ? new GrayTag(value, slot) : null;
        return new SlotSettings(Of(Slot.Blue), Of(Slot.Green), tag);

        SlotSetting Of(Slot of)
        {
            var line = this.Of(plan, of);
            return new SlotSetting(line.Mode, line.Weight);
        }
    }

    private static HAProxyStart? StartOf(string info)
    {
        return Field("Pid") is { } pid && Field("Start_time_sec") is { } started ? new HAProxyStart((int)pid, started) : null;

        long? Field(string name)
        {
            var line = info.Split('\n').FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.Ordinal));
            return long.TryParse(line?[(name.Length + 2)..], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        }
    }

    /// <summary>A line has an address in memory, the tag and the server.</summary>
    private static List<(string Tag, string Server)> TagsOf(HAProxyPlan plan, string answer)
        => answer.StartsWith("Unknown map", StringComparison.Ordinal)
            ? throw new GatewayException($"HAProxy at {plan.Socket} does not use the map {plan.Map}: its configuration has no line with it, or it was not reloaded since.")
            : [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 3)).Where(words => words.Length == 3).Select(words => (words[1], words[2]))];
}
