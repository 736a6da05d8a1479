namespace OpsConsole.Server.Runs;

/// <summary>The middle one of some values; between two, their mean. Pure.</summary>
internal static class Median
{
    /// <summary>Rounded to three decimals; null without any value.</summary>
    public static double? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var half = sorted.Count / 2;
        return sorted.Count == 0 ? null : Math.Round(sorted.Count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2, 3);
    }

    /// <summary>Of counts, rounded to a count; null without any.</summary>
    public static int? Of(IEnumerable<int> counts)
        => Of(counts.Select(count => (double)count)) is { } middle ? (int)Math.Round(middle, MidpointRounding.AwayFromZero) : null;
}
