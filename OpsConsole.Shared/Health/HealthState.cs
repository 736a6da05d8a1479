namespace OpsConsole.Shared;

/// <summary>How a component is.</summary>
public enum ComponentCondition
{
    /// <summary>Answers as it should.</summary>
    Up,

    /// <summary>Missed its last probe, or answers late.</summary>
    Degraded,

    /// <summary>Missed several probes in a row.</summary>
    Down,

    /// <summary>Not probed yet, or the last probe is too old.</summary>
    Unknown,
}

/// <summary>One component of an environment, as its probe last saw it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">How it is probed: <c>http</c>, <c>tcp</c>.</param>
/// <param name="Slot">The slot it belongs to; null for shared parts.</param>
/// <param name="State">How it is.</param>
/// <param name="LatencyMs">How long the last good answer took; null when there is none.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="LastError">What the last failed probe said; null when none failed since it last came up.</param>
/// <param name="CheckedAt">When it was last probed.</param>
public sealed record ComponentHealth(
    string Name,
    string Kind,
    Slot? Slot,
    ComponentCondition State,
    double? LatencyMs,
    DateTimeOffset? Since,
    string? LastError,
    DateTimeOffset? CheckedAt);

/// <summary>The health of every component of an environment.</summary>
/// <param name="Environment">Whose components.</param>
/// <param name="Components">Each of them.</param>
public sealed record HealthState(string Environment, IReadOnlyList<ComponentHealth> Components) : ILiveState
{
    string ILiveState.Key => Environment;
}
