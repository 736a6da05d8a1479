using System.Globalization;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Runs.Bakes;

/// <summary>
/// The new slot's p95 against that of the minutes before the change. It goes by the median of ten-second stretches over a minute: a
/// pause of a few seconds spoils one or two of them, a slot that has become slow spoils all. Pure.
/// </summary>
/// <param name="usualMs">The p95 before the change, in milliseconds; null when it is not known.</param>
internal sealed class LatencyWatch(double? usualMs)
{
    public const string Rule = "p95";

    /// <summary>A stretch with fewer answers says nothing.</summary>
    public const int LeastAnswers = 20;

    /// <summary>It trips at so many times the usual p95 …</summary>
    public const double Times = 2;

    /// <summary>… and at so many milliseconds more: twice very little is still very little.</summary>
    public const double LeastMoreMs = 100;

    private const int StretchSeconds = 10;
    private const int Stretches = 6;
    private readonly Lock _lock = new();
    private double? _p95;
    private int _heard;

    /// <summary>Seconds that have to be read back.</summary>
    public static int Seconds => StretchSeconds * Stretches;

    public double? LimitMs => usualMs is { } usual ? Math.Max(usual * Times, usual + LeastMoreMs) : null;

    /// <summary>Why it undoes the run; null while it does not.</summary>
    public string? Trip
    {
        get
        {
            lock (_lock)
            {
                return _heard == Stretches && _p95 > LimitMs
                    ? string.Create(CultureInfo.InvariantCulture, $"p95 {_p95:0} ms for a minute, {usualMs:0} ms before the change, limit {LimitMs:0} ms")
                    : null;
            }
        }
    }

    /// <summary>Takes in the new slot's seconds since the shift.</summary>
    public void Counted(IEnumerable<TrafficSecond> mine, long now)
    {
        var stretches = mine
            .Where(second => second.Second < now && second.Second >= now - Seconds)
            .GroupBy(second => (now - 1 - second.Second) / StretchSeconds)
            .Select(Sum)
            .Where(sum => sum.Count >= LeastAnswers)
            .Select(sum => sum.Percentile(0.95)!.Value)
            .Order()
            .ToList();
        lock (_lock)
        {
            _heard = stretches.Count;
            // The lower middle one: half of them and one more have to be slow.
            _p95 = stretches.Count == 0 ? null : stretches[(stretches.Count - 1) / 2];
        }
    }

    public WatchRule Now(bool hasTraffic)
    {
        lock (_lock)
        {
            return new WatchRule(Rule, _p95 is { } p95 ? Math.Round(p95, 1) : null, LimitMs is { } limit ? Math.Round(limit, 1) : null, this switch
            {
                _ when !hasTraffic => "no traffic source",
                { LimitMs: null } => "not known from before the change",
                { _p95: null } => $"too few answers in {StretchSeconds} s",
                _ => string.Create(CultureInfo.InvariantCulture, $"{_p95:0.#} ms, {usualMs:0.#} ms before the change"),
            });
        }
    }

    private static LatencyHistogram Sum(IEnumerable<TrafficSecond> seconds)
    {
        var sum = new LatencyHistogram();
        foreach (var second in seconds)
        {
            sum.Add(second.Latencies);
        }

        return sum;
    }
}
