namespace OpsConsole.Shared;

/// <summary>What a node's clock is judged to be.</summary>
public enum ClockCondition
{
    /// <summary>Within the warn limit, bound included.</summary>
    Ok,

    /// <summary>Beyond the warn limit, or its bound is.</summary>
    Warn,

    /// <summary>Certainly beyond the untrusted limit.</summary>
    Untrusted,

    /// <summary>Not known: the source failed, is old, or the node is not synchronised to anything.</summary>
    Unknown,
}

/// <summary>The limits against which clocks are judged.</summary>
/// <param name="WarnSeconds">Colours.</param>
/// <param name="UntrustedSeconds">Blocks.</param>
public sealed record ClockThresholds(double WarnSeconds, double UntrustedSeconds);

/// <summary>One node's clock.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Host">The host whose clock it is: nodes of one host share it.</param>
/// <param name="OffsetSeconds">The node's clock minus true time: above 0 it is <b>ahead</b>. RFC 5905 has the opposite sign. Null while unknown.</param>
/// <param name="ErrorBoundSeconds">How far the offset may be wrong, either way; null while unknown.</param>
/// <param name="Source">How it was measured: <c>kernel</c>, <c>chrony</c>, <c>ntp</c> …</param>
/// <param name="Synchronised">Whether the node says that it follows a reference; null while unknown.</param>
/// <param name="State">The verdict.</param>
/// <param name="MeasuredAt">When it was measured; null when it never was.</param>
/// <param name="Detail">Why it is so, in one sentence; null when there is nothing to say.</param>
public sealed record ClockNode(
    string Name,
    string Host,
    double? OffsetSeconds,
    double? ErrorBoundSeconds,
    string Source,
    bool? Synchronised,
    ClockCondition State,
    DateTimeOffset? MeasuredAt,
    string? Detail);

/// <summary>The clocks of the nodes of one environment, or of all of them.</summary>
/// <param name="Environment">Whose nodes; empty for all environments together.</param>
/// <param name="Thresholds">The limits.</param>
/// <param name="SpreadSeconds">The largest difference between two nodes of different hosts; null with fewer than two known ones.</param>
/// <param name="Nodes">Each node.</param>
public sealed record ClockState(
    [property: System.Text.Json.Serialization.JsonIgnore] string Environment,
    ClockThresholds Thresholds,
    double? SpreadSeconds,
    IReadOnlyList<ClockNode> Nodes) : ILiveState
{
    string ILiveState.Key => Environment;
}
