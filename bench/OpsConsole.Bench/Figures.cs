using System.Globalization;

namespace OpsConsole.Bench;

/// <summary>How figures are summed up and written.</summary>
internal static class Figures
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[sorted.Count / 2];
    }

    public static string Text(double value, int digits = 1) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);

    /// <summary>Median and worst, in milliseconds.</summary>
    public static string MedianAndWorst(IReadOnlyCollection<double> values)
        => values.Count == 0 ? "none" : $"median {Text(Median(values))} ms, worst {Text(values.Max())} ms ({values.Count})";
}
