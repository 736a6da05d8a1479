using System.Text.RegularExpressions;

namespace OpsConsole.Server.Configuration;

/// <summary>What must hold for the probes of one environment.</summary>
internal static partial class ProbeCheck
{
    public static IEnumerable<SettingError> Of(string root, IReadOnlyList<ProbeOptions> probes)
    {
        var known = new HashSet<(string, Slot?)>();
        for (var i = 0; i < probes.Count; i++)
        {
            var (probe, key) = (probes[i], $"{root}:{i}");
            if (probe.Name is null)
            {
                yield return SettingError.Missing($"{key}:{nameof(probe.Name)}", "a name, such as api");
            }
            else if (!NamePattern().IsMatch(probe.Name))
            {
                yield return SettingError.Wrong($"{key}:{nameof(probe.Name)}", probe.Name, "a name of letters, digits, '.', '_' and '-', at most 63 characters");
            }
            else if (!known.Add((probe.Name, probe.Slot)))
            {
                yield return SettingError.Wrong($"{key}:{nameof(probe.Name)}", probe.Name, "a name that no other probe of the same slot has");
            }

            if (Address(probe, $"{key}:{nameof(probe.Url)}") is { } error)
            {
                yield return error;
            }
        }
    }

    private static SettingError? Address(ProbeOptions probe, string key)
    {
        var isTcp = probe.Kind == "tcp";
        var allowed = isTcp ? "tcp://host:port" : "an absolute http or https address; or none, with a Slot, for that slot's own /health";
        return probe.Url switch
        {
            null when isTcp || probe.Slot is null => SettingError.Missing(key, allowed),
            null => null,
            { } url when (isTcp ? IsTcp(url) : EnvironmentCheck.WebAddress(url) is not null) => null,
            { } url => SettingError.Wrong(key, url, allowed),
        };
    }

    private static bool IsTcp(string url)
        => Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "tcp", Port: > 0, Host.Length: > 0, PathAndQuery: "" or "/" };

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();
}
