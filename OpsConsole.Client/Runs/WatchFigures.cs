using Microsoft.Extensions.Localization;
using OpsConsole.Client.Live;

namespace OpsConsole.Client.Runs;

/// <summary>What is watched in a bake, in the units that people read.</summary>
internal static class WatchFigures
{
    private static readonly string[] s_known = ["failed-probes", "error-ratio", "p95", "smoke", "cpu", "memory", "breaker"];

    /// <summary>The name of the text that names it.</summary>
    public static string NameOf(WatchRule rule) => s_known.Contains(rule.Name, StringComparer.Ordinal) ? $"Rule_{rule.Name}" : "Rule_other";

    /// <summary>
    /// Half-way to its limit, or a breaker that has opened at all. What is held against its own value from before the change is half-way
    /// there on any good day: that is near in the last tenth.
    /// </summary>
    public static bool IsNear(WatchRule rule) => rule.Value > 0 && (rule.Name == "breaker" || rule.Value >= rule.Limit * (rule.Name is "p95" or "memory" ? 0.9 : 0.5));

    /// <summary>How far it is, 0 to 1; null where there is no limit to be far from.</summary>
    public static double? Share(WatchRule rule) => rule is { Value: { } value, Limit: > 0 and var limit } ? Math.Clamp(value / limit, 0, 1) : null;

    /// <summary><c>61 MB of 92 MB</c>; what is unknown is a dash, and no limit is said to be none.</summary>
    public static string Of(WatchRule rule, Figures figures, IStringLocalizer texts)
        => rule.Limit is null
            ? texts["WatchNoLimit", Amount(rule.Name, rule.Value, figures)]
            : texts["WatchOf", Amount(rule.Name, rule.Value, figures), Amount(rule.Name, rule.Limit, figures)];

    private static string Amount(string name, double? value, Figures figures) => (name, value) switch
    {
        (_, null) => figures.None,
        ("error-ratio" or "cpu", _) => figures.PercentSign(value),
        ("p95", _) => figures.Milliseconds(value),
        ("memory", _) => figures.Megabytes(value),
        _ => figures.Whole(value.Value),
    };
}
