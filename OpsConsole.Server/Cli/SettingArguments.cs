using System.Text.RegularExpressions;

namespace OpsConsole.Server.Cli;

/// <summary>
/// ASP.NET programs take any setting as <c>--Section:Key=value</c> or <c>--Section:Key value</c>. A colon in the name tells them
/// from options; they become <c>--setting Section:Key=value</c>, so that anything else that nobody knows stays an error.
/// </summary>
internal static partial class SettingArguments
{
    public static string[] Normalise(IReadOnlyList<string> arguments)
    {
        var normal = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var match = Pattern().Match(arguments[i]);
            if (arguments[i] == "--")
            {
                normal.AddRange(arguments.Skip(i));
                break;
            }

            if (!match.Success)
            {
                normal.Add(arguments[i]);
                continue;
            }

            normal.Add(CliOptions.Setting.Name);
            normal.Add(match.Groups["value"].Success || i + 1 == arguments.Count
                ? arguments[i][2..]
                : $"{match.Groups["key"].Value}={arguments[++i]}");
        }

        return [.. normal];
    }

    /// <summary>Key and value of <c>Section:Key=value</c>.</summary>
    /// <exception cref="UsageException">It has none.</exception>
    public static KeyValuePair<string, string?> Split(string setting)
        => setting.IndexOf('=', StringComparison.Ordinal) is var at and > 0
            ? new(setting[..at], setting[(at + 1)..])
            : throw new UsageException($"--{setting} has no value: write --{setting}=VALUE.");

    [GeneratedRegex("^--(?<key>[A-Za-z][A-Za-z0-9_.-]*(:[A-Za-z0-9_.-]+)+)(?<value>=.*)?$", RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
