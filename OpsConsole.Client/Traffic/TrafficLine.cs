using System.Globalization;
using OpsConsole.Client.Live;

namespace OpsConsole.Client.Traffic;

/// <summary>One of the three numbers: how it is read, written and drawn.</summary>
internal sealed record TrafficLine(
    string Name,
    string Test,
    double Floor,
    double? Limit,
    Func<TrafficPoint, double?> OfPoint,
    Func<Figures, double?, string> Format)
{
    public static IReadOnlyList<TrafficLine> All { get; } =
    [
        new("Requests", "qps-value", 10, null, point => point.Qps, (figures, value) => figures.Rate(value)),
        new("P95", "p95-value", 20, null, point => point.P95Ms, (figures, value) => figures.Rate(value)),
        // A run undoes itself in its bake from half of the answers on.
        new("Errors", "errors-value", 0.05, 0.5, point => point.ErrorRatio, (figures, value) => figures.Percent(value)),
    ];

    public double? Value(TrafficNow? now) => now is null ? null : OfPoint(now.ToPoint());

    /// <summary>As the API has it; empty when unknown.</summary>
    public string Raw(TrafficNow? now) => Value(now)?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    public (double? Least, double? Most) Range(IReadOnlyList<TrafficPoint> points)
    {
        var known = points.Select(OfPoint).OfType<double>().ToList();
        return known.Count == 0 ? (null, null) : (known.Min(), known.Max());
    }
}
