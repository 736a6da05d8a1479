using System.Text.RegularExpressions;

namespace OpsConsole.Server.Configuration;

/// <summary>What must hold for the probes of one environment.</summary>
internal static partial class ProbeCheck
{
    private const string AFile = "an absolute path";

    /// <summary>What each kind has of its own. Other keys would be read by nobody.</summary>
    private static readonly Dictionary<string, string[]> s_keys = new(StringComparer.Ordinal)
    {
        [ProbeOptions.Http] = [nameof(ProbeOptions.Url), nameof(ProbeOptions.Expect)],
        [ProbeOptions.Tcp] = [nameof(ProbeOptions.Url)],
        [ProbeOptions.Nginx] = [nameof(ProbeOptions.Url)],
        [ProbeOptions.Tls] = [nameof(ProbeOptions.Url), nameof(ProbeOptions.CaFile), nameof(ProbeOptions.ServerName), nameof(ProbeOptions.WarnDays)],
        [ProbeOptions.Storage] = [nameof(ProbeOptions.Path), nameof(ProbeOptions.LeastFree)],
        [ProbeOptions.Redis] = [nameof(ProbeOptions.Url), nameof(ProbeOptions.PasswordFile), nameof(ProbeOptions.PasswordVariable), nameof(ProbeOptions.Role)],
        [ProbeOptions.Postgres] =
        [
            nameof(ProbeOptions.Url), nameof(ProbeOptions.PasswordFile), nameof(ProbeOptions.PasswordVariable), nameof(ProbeOptions.Role),
            nameof(ProbeOptions.MostLagSeconds), nameof(ProbeOptions.LeastStandbys), nameof(ProbeOptions.CaFile),
        ],
    };

    public static IEnumerable<SettingError> Of(string root, IReadOnlyList<ProbeOptions> probes)
    {
        var known = new HashSet<(string, Slot?)>();
        return probes.SelectMany((probe, index) => Of($"{root}:{index}", probe, known));
    }

    private static IEnumerable<SettingError> Of(string key, ProbeOptions probe, HashSet<(string, Slot?)> known) =>
    [
        .. Name($"{key}:{nameof(probe.Name)}", probe, known),
        .. Strangers(key, probe),
        .. probe.Kind == ProbeOptions.Storage ? File($"{key}:{nameof(probe.Path)}", probe.Path, required: true) : ProbeAddress.Of($"{key}:{nameof(probe.Url)}", probe),
        .. File($"{key}:{nameof(probe.CaFile)}", probe.CaFile),
        .. File($"{key}:{nameof(probe.PasswordFile)}", probe.PasswordFile),
        .. Password(key, probe),
        .. Role($"{key}:{nameof(probe.Role)}", probe),
        .. Text($"{key}:{nameof(probe.Expect)}", probe.Expect, text => text.Trim().Length > 0, "a text that the answer has to contain"),
        .. Text($"{key}:{nameof(probe.ServerName)}", probe.ServerName, name => Uri.CheckHostName(name) != UriHostNameType.Unknown, "a host name or an IP address"),
    ];

    private static IEnumerable<SettingError> Name(string key, ProbeOptions probe, HashSet<(string, Slot?)> known)
    {
        if (probe.Name is null)
        {
            yield return SettingError.Missing(key, "a name, such as api");
        }
        else if (!NamePattern().IsMatch(probe.Name))
        {
            yield return SettingError.Wrong(key, probe.Name, "a name of letters, digits, '.', '_' and '-', at most 63 characters");
        }
        else if (!known.Add((probe.Name, probe.Slot)))
        {
            yield return SettingError.Wrong(key, probe.Name, "a name that no other probe of the same slot has");
        }
    }

    private static IEnumerable<SettingError> Password(string key, ProbeOptions probe)
    {
        if (probe.PasswordVariable is { } variable && !VariablePattern().IsMatch(variable))
        {
            // What stands here instead of a name may be the password itself.
            yield return SettingError.Wrong($"{key}:{nameof(probe.PasswordVariable)}", variable, "the name of an environment variable, such as SHOP_DB_PASSWORD; not the password", secret: true);
        }
        else if (probe is { PasswordVariable: not null, PasswordFile: not null })
        {
            yield return SettingError.Wrong($"{key}:{nameof(probe.PasswordVariable)}", probe.PasswordVariable, "nothing where there is a PasswordFile: one of both");
        }
    }

    private static IEnumerable<SettingError> Role(string key, ProbeOptions probe) => (probe.Kind, probe.Role) switch
    {
        (ProbeOptions.Postgres, "master" or "replica") => [SettingError.Wrong(key, probe.Role, "primary, standby: PostgreSQL's words")],
        (ProbeOptions.Redis, "primary" or "standby") => [SettingError.Wrong(key, probe.Role, "master, replica: Redis's words")],
        _ => [],
    };

    private static IEnumerable<SettingError> File(string key, string? path, bool required = false)
        => path is null && required ? [SettingError.Missing(key, AFile)] : Text(key, path, text => Path.IsPathFullyQualified(text) && !text.Any(char.IsControl), AFile);

    private static IEnumerable<SettingError> Text(string key, string? text, Func<string, bool> right, string allowed)
        => text is null || right(text) ? [] : [SettingError.Wrong(key, new string([.. text.Select(character => char.IsControl(character) ? '?' : character)]), allowed)];

    private static IEnumerable<SettingError> Strangers(string key, ProbeOptions probe)
    {
        (string Name, object? Value)[] all =
        [
            (nameof(probe.Url), probe.Url), (nameof(probe.Expect), probe.Expect), (nameof(probe.Role), probe.Role), (nameof(probe.PasswordFile), probe.PasswordFile),
            (nameof(probe.PasswordVariable), probe.PasswordVariable), (nameof(probe.MostLagSeconds), probe.MostLagSeconds), (nameof(probe.LeastStandbys), probe.LeastStandbys),
            (nameof(probe.CaFile), probe.CaFile), (nameof(probe.ServerName), probe.ServerName), (nameof(probe.WarnDays), probe.WarnDays), (nameof(probe.Path), probe.Path),
            (nameof(probe.LeastFree), probe.LeastFree),
        ];
        var own = s_keys[probe.Kind];
        return all.Where(one => one.Value is not null && !own.Contains(one.Name, StringComparer.Ordinal))
            .Select(one => SettingError.Wrong($"{key}:{one.Name}", FormattableString.Invariant($"{one.Value}"), $"nothing: a probe of kind {probe.Kind} has {string.Join(", ", own)}", one.Name == nameof(probe.Url) && ProbeAddress.HasPassword(probe.Url!)));
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,127}$", RegexOptions.NonBacktracking)]
    private static partial Regex VariablePattern();
}
