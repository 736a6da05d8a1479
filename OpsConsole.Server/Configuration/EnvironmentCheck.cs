using System.Text.RegularExpressions;

namespace OpsConsole.Server.Configuration;

/// <summary>What must hold between the settings of one environment. Each value by itself was looked at when it was read.</summary>
internal sealed partial class EnvironmentCheck(string name, EnvironmentOptions options, IReadOnlyList<SettingError> unreadable)
{
    private const string AnyAddress = "an absolute http or https address, such as http://10.0.0.5:8080";
    private const string LoopbackAddress = "an http address of this machine with its port, such as http://127.0.0.1:8080";

    private readonly string _root = $"{ConsoleOptions.Section}:{nameof(ConsoleOptions.Environments)}:{name}";
    private readonly List<SettingError> _errors = [];

    /// <summary>Everything that is wrong with the environment called <paramref name="name"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">What could be read.</param>
    /// <param name="unreadable">What could not: it is not told of a second time, as missing.</param>
    public static IReadOnlyList<SettingError> Of(string name, EnvironmentOptions options, IReadOnlyList<SettingError> unreadable)
    {
        var check = new EnvironmentCheck(name, options, unreadable);
        check.Name();
        check.FrontDoor();
        check.Receipts();
        check.Gateway();
        check.Slots();
        check.Traffic();
        check.Clock();
        check._errors.AddRange(ProbeCheck.Of($"{check._root}:{nameof(options.Probes)}", options.Probes));
        check._errors.AddRange(GateCheck.Of($"{check._root}:{nameof(options.Gates)}", options.Gates, unreadable));
        check._errors.AddRange(ScheduleCheck.Of(check._root, options, unreadable));
        check._errors.AddRange(ChecklistCheck.Of($"{check._root}:{nameof(options.Checklist)}", options.Checklist, unreadable));
        check._errors.AddRange(ClassRuleCheck.Of($"{check._root}:{nameof(options.ClassRules)}", options.ClassRules));
        return check._errors;
    }

    /// <summary>The address, if it is one that a client can ask.</summary>
    public static Uri? WebAddress(string? text)
        => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0 && address.UserInfo.Length == 0 ? address : null;

    private void Name()
    {
        if (!NamePattern().IsMatch(name))
        {
            Add(SettingError.Wrong(_root, name, "a name of a to z, 0 to 9 and -, at most 63 characters, that does not begin with -"));
        }
    }

    private void FrontDoor()
    {
        var key = $"{_root}:{nameof(options.FrontDoor)}";
        var own = options.Gateway.Exists(gateway => gateway.Kind == GatewayOptions.Sandbox);
        var allowed = own ? LoopbackAddress : AnyAddress;
        if (options.FrontDoor is null)
        {
            if (options.Mode == EnvironmentMode.BlueGreen || own)
            {
                Add(SettingError.Missing(key, allowed));
            }
        }
        else if (WebAddress(options.FrontDoor) is not { } address || (own && !IsLoopbackWithPort(address)))
        {
            Add(SettingError.Wrong(key, options.FrontDoor, allowed));
        }
    }

    private void Receipts()
    {
        var key = $"{_root}:{nameof(options.Receipts)}";
        if (!options.Receipts.Path.StartsWith('/') || !Uri.IsWellFormedUriString(options.Receipts.Path, UriKind.Relative))
        {
            Add(SettingError.Wrong($"{key}:{nameof(options.Receipts.Path)}", options.Receipts.Path, "a path that begins with /, such as /v1/info"));
        }

        Header($"{key}:{nameof(options.Receipts.SlotHeader)}", options.Receipts.SlotHeader);
        Header($"{key}:{nameof(options.Receipts.VersionHeader)}", options.Receipts.VersionHeader);
    }

    private void Header(string key, string header)
    {
        if (!HeaderPattern().IsMatch(header))
        {
            Add(SettingError.Wrong(key, header, "the name of an HTTP header, such as X-Served-By"));
        }
    }

    private void Gateway()
    {
        var key = $"{_root}:{nameof(options.Gateway)}";
        if (options.Gateway.Count == 0 && options.Mode == EnvironmentMode.BlueGreen)
        {
            Add(SettingError.Missing(key, "{ \"Kind\": \"sandbox\" }"));
        }

        _errors.AddRange(GatewaysCheck.Of(key, options.Gateway));
        for (var i = 0; i < options.Gateway.Count; i++)
        {
            var own = options.Gateway.Count == 1 ? key : FormattableString.Invariant($"{key}:{i}");
            Kind(own, options.Gateway[i].Kind, GatewayOptions.Sandbox);
            _errors.AddRange(NetworkCheck.Of($"{own}:{nameof(GatewayOptions.TrustedNetworks)}", options.Gateway[i].TrustedNetworks));
            _errors.AddRange(NginxCheck.Of(own, _root, options.Gateway[i], options));
            _errors.AddRange(HAProxyCheck.Of(own, _root, options.Gateway[i], options));
        }
    }

    private void Slots()
    {
        var addresses = new List<Uri>();
        foreach (var slot in Enum.GetValues<Slot>())
        {
            var key = $"{_root}:{nameof(options.Slots)}:{slot}";
            var wanted = options.Slots.Of(slot);
            Kind(key, wanted.Kind, "external");
            if (wanted.Address is null)
            {
                Add(SettingError.Missing($"{key}:{nameof(wanted.Address)}", AnyAddress));
            }
            else if (WebAddress(wanted.Address) is not { } address)
            {
                Add(SettingError.Wrong($"{key}:{nameof(wanted.Address)}", wanted.Address, AnyAddress));
            }
            else if (addresses.Contains(address) || address == WebAddress(options.FrontDoor))
            {
                Add(SettingError.Wrong($"{key}:{nameof(wanted.Address)}", wanted.Address, "an address of its own: neither the other slot's nor the front door's"));
            }
            else
            {
                addresses.Add(address);
            }
        }
    }

    private void Traffic()
    {
        if (options.Traffic.Kind == "gateway" && options.Gateway.Count == 0)
        {
            Add(SettingError.Wrong($"{_root}:{nameof(options.Traffic)}:{nameof(options.Traffic.Kind)}", "gateway", "none, as long as there is no Gateway"));
        }
    }

    private void Clock()
    {
        var key = $"{_root}:{nameof(options.Clock)}";
        if (options.Clock.WarnSeconds > options.Clock.UntrustedSeconds)
        {
            Add(SettingError.Wrong(
                $"{key}:{nameof(options.Clock.WarnSeconds)}",
                FormattableString.Invariant($"{options.Clock.WarnSeconds}"),
                FormattableString.Invariant($"at most UntrustedSeconds, which is {options.Clock.UntrustedSeconds}")));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Clock.Nodes.Count; i++)
        {
            var node = options.Clock.Nodes[i];
            Kind($"{key}:{nameof(options.Clock.Nodes)}:{i}", node.Kind, "kernel");
            if (!names.Add(node.Name ?? ""))
            {
                Add(SettingError.Wrong($"{key}:{nameof(options.Clock.Nodes)}:{i}:{nameof(node.Name)}", node.Name, "a name that no other node has"));
            }
        }
    }

    private void Kind(string key, string? kind, string example)
    {
        if (kind is null && !unreadable.Any(error => error.Key.StartsWith(key, StringComparison.OrdinalIgnoreCase) && error.Key.EndsWith(":Kind", StringComparison.OrdinalIgnoreCase)))
        {
            Add(SettingError.Missing($"{key}:Kind", example));
        }
    }

    private void Add(SettingError error) => _errors.Add(error);

    private static bool IsLoopbackWithPort(Uri address)
        => address is { Scheme: "http", IsLoopback: true, PathAndQuery: "/" } && PortPattern().IsMatch(address.OriginalString);

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$", RegexOptions.NonBacktracking)]
    private static partial Regex HeaderPattern();

    [GeneratedRegex(":[0-9]{1,5}/?$", RegexOptions.NonBacktracking)]
    private static partial Regex PortPattern();
}
