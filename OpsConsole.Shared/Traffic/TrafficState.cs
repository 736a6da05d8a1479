namespace OpsConsole.Shared;

/// <summary>The traffic of one stretch of time. What is not known is null: no answers, no percentiles.</summary>
/// <param name="At">The end of the stretch.</param>
/// <param name="Qps">Answers a second; null when the source was not heard.</param>
/// <param name="P50Ms">Half of the answers came within so many milliseconds, long-lived streams apart.</param>
/// <param name="P95Ms">95 % did.</param>
/// <param name="P99Ms">99 % did.</param>
/// <param name="ErrorRatio">Answers of 500 and above against all, 0 to 1.</param>
public sealed record TrafficPoint(DateTimeOffset At, double? Qps, double? P50Ms, double? P95Ms, double? P99Ms, double? ErrorRatio);

/// <summary>The traffic of an environment over time.</summary>
/// <param name="Environment">Whose traffic.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="StepSeconds">The length of one point's stretch.</param>
/// <param name="Points">At most 360, oldest first.</param>
public sealed record TrafficState(string Environment, string Source, double StepSeconds, IReadOnlyList<TrafficPoint> Points);

/// <summary>The newest second of an environment's traffic.</summary>
/// <param name="Environment">Whose traffic.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="At">The end of that second.</param>
/// <param name="Qps">See <see cref="TrafficPoint"/>; the same for the rest.</param>
/// <param name="P50Ms">The median.</param>
/// <param name="P95Ms">The 95th percentile.</param>
/// <param name="P99Ms">The 99th percentile.</param>
/// <param name="ErrorRatio">Answers of 500 and above against all, 0 to 1.</param>
/// <param name="OpenStreams">Long-lived streams that are open now, of blue and of green; null when the source cannot tell.</param>
public sealed record TrafficNow(
    string Environment,
    string Source,
    DateTimeOffset At,
    double? Qps,
    double? P50Ms,
    double? P95Ms,
    double? P99Ms,
    double? ErrorRatio,
    OpenStreams? OpenStreams) : ILiveState
{
    string ILiveState.Key => Environment;

    /// <summary>The same second as a point of a series.</summary>
    public TrafficPoint ToPoint() => new(At, Qps, P50Ms, P95Ms, P99Ms, ErrorRatio);
}

/// <summary>How many long-lived streams are open on each slot.</summary>
/// <param name="Blue">On blue.</param>
/// <param name="Green">On green.</param>
public sealed record OpenStreams(int Blue, int Green)
{
    /// <summary>Those of <paramref name="slot"/>.</summary>
    public int Of(Slot slot) => slot == Slot.Blue ? Blue : Green;
}
