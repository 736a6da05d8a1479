namespace OpsConsole.Server.Configuration;

/// <summary>What must hold for the gates of one environment.</summary>
internal static class GateCheck
{
    /// <summary>The gate that measures by itself and takes a limit.</summary>
    public const string Storage = "storage";

    /// <summary>Whether the slot that is to take traffic is well.</summary>
    public const string TargetHealthy = "target-healthy";

    /// <summary>Whether the way back would work.</summary>
    public const string UndoReady = "undo-ready";

    /// <summary>Whether there is a backup.</summary>
    public const string Backup = "backup";

    /// <summary>Whether now is a time for a disruptive change.</summary>
    public const string Window = "window";

    private const string AnyAddress = "an absolute http or https address, such as http://10.0.0.5:8080";

    /// <summary>The gates that a source can feed.</summary>
    public static IReadOnlyList<string> Fed { get; } = [Backup, "alerts", "migrations", "connections", Window, "jobs", "config", "cpu"];

    /// <summary>All gates.</summary>
    public static IReadOnlyList<string> Names { get; } = ["clocks", TargetHealthy, UndoReady, Backup, "alerts", Storage, "streams", "migrations", "connections", "freeze", Window, "jobs", "config", "cpu", "checklist"];

    /// <summary>Everything that is wrong with <paramref name="gates"/>, which stand at <paramref name="root"/>.</summary>
    public static IEnumerable<SettingError> Of(string root, IReadOnlyDictionary<string, GateOptions> gates, IReadOnlyList<SettingError> unreadable)
        => gates.SelectMany(gate => gate.Key switch
        {
            Storage => Strangers($"{root}:{gate.Key}", gate.Value, nameof(GateOptions.LeastFree)),
            _ when Fed.Contains(gate.Key, StringComparer.Ordinal) => OfSource($"{root}:{gate.Key}", gate.Value, unreadable),
            _ => [SettingError.Unknown($"{root}:{gate.Key}", null, root, [.. Fed, Storage])],
        });

    private static IEnumerable<SettingError> OfSource(string key, GateOptions gate, IReadOnlyList<SettingError> unreadable) => gate.Kind switch
    {
        null => unreadable.Any(error => error.Key.Equals($"{key}:Kind", StringComparison.OrdinalIgnoreCase)) ? [] : [SettingError.Missing($"{key}:Kind", "post, file, http, prometheus")],
        GateOptions.Post => Strangers(key, gate, nameof(gate.Kind)),
        GateOptions.File => [.. Strangers(key, gate, nameof(gate.Kind), nameof(gate.Path), nameof(gate.MaxAgeSeconds)), .. OfFile(key, gate, unreadable)],
        GateOptions.Http => [.. Strangers(key, gate, nameof(gate.Kind), nameof(gate.Url), nameof(gate.Expect)), .. Address(key, gate.Url)],
        _ => [.. Strangers(key, gate, nameof(gate.Kind), nameof(gate.Url), nameof(gate.Query), nameof(gate.Min), nameof(gate.Max)), .. Address(key, gate.Url), .. OfPrometheus(key, gate, unreadable)],
    };

    private static IEnumerable<SettingError> OfFile(string key, GateOptions gate, IReadOnlyList<SettingError> unreadable)
    {
        const string Allowed = "the absolute path of a file, or of a folder's files by a pattern such as /var/backups/*.dump";
        if (gate.Path is null)
        {
            yield return SettingError.Missing($"{key}:{nameof(gate.Path)}", Allowed);
        }
        else if (!Path.IsPathFullyQualified(gate.Path) || Path.GetFileName(gate.Path).Length == 0 || gate.Path.Contains('\0', StringComparison.Ordinal)
            || Path.GetDirectoryName(gate.Path)!.AsSpan().ContainsAny('*', '?'))
        {
            yield return SettingError.Wrong($"{key}:{nameof(gate.Path)}", gate.Path.Replace('\0', '?'), Allowed);
        }

        if (gate.MaxAgeSeconds is null && !IsUnreadable($"{key}:{nameof(gate.MaxAgeSeconds)}", unreadable))
        {
            yield return SettingError.Missing($"{key}:{nameof(gate.MaxAgeSeconds)}", "a whole number from 1 to 31536000");
        }
    }

    private static IEnumerable<SettingError> OfPrometheus(string key, GateOptions gate, IReadOnlyList<SettingError> unreadable)
    {
        if (string.IsNullOrWhiteSpace(gate.Query))
        {
            yield return SettingError.Missing($"{key}:{nameof(gate.Query)}", "a query of Prometheus, such as max(up)");
        }

        if (gate is { Min: null, Max: null } && !IsUnreadable($"{key}:{nameof(gate.Min)}", unreadable) && !IsUnreadable($"{key}:{nameof(gate.Max)}", unreadable))
        {
            yield return SettingError.Missing($"{key}:{nameof(gate.Max)}", "a number that no value may exceed; or Min, or both");
        }
        else if (gate.Min > gate.Max)
        {
            yield return SettingError.Wrong($"{key}:{nameof(gate.Min)}", FormattableString.Invariant($"{gate.Min}"), FormattableString.Invariant($"at most Max, which is {gate.Max}"));
        }
    }

    private static IEnumerable<SettingError> Address(string key, string? url)
    {
        if (url is null)
        {
            yield return SettingError.Missing($"{key}:{nameof(GateOptions.Url)}", AnyAddress);
        }
        else if (EnvironmentCheck.WebAddress(url) is null)
        {
            yield return SettingError.Wrong($"{key}:{nameof(GateOptions.Url)}", url, AnyAddress);
        }
    }

    /// <summary>Keys that belong to another kind: what they were to do, nobody would do.</summary>
    private static IEnumerable<SettingError> Strangers(string key, GateOptions gate, params string[] own)
    {
        (string Name, object? Value)[] all =
        [
            (nameof(gate.Kind), gate.Kind), (nameof(gate.Path), gate.Path), (nameof(gate.MaxAgeSeconds), gate.MaxAgeSeconds), (nameof(gate.Url), gate.Url), (nameof(gate.Expect), gate.Expect),
            (nameof(gate.Query), gate.Query), (nameof(gate.Min), gate.Min), (nameof(gate.Max), gate.Max), (nameof(gate.LeastFree), gate.LeastFree),
        ];
        var whose = own.Contains(nameof(gate.Kind), StringComparer.Ordinal) ? $"a gate of kind {gate.Kind}" : $"the gate {Storage}";
        return all.Where(one => one.Value is not null && !own.Contains(one.Name, StringComparer.Ordinal))
            .Select(one => SettingError.Wrong($"{key}:{one.Name}", FormattableString.Invariant($"{one.Value}"), $"nothing: {whose} has {string.Join(", ", own)}"));
    }

    private static bool IsUnreadable(string key, IReadOnlyList<SettingError> unreadable) => unreadable.Any(error => error.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
}
