using System.Text.Json.Serialization;

namespace OpsConsole.Shared;

/// <summary>How a component is.</summary>
public enum ComponentCondition
{
    /// <summary>Answers as it should.</summary>
    Up,

    /// <summary>Missed its last probe, or answers and is not as it should be: a standby far behind, a certificate near its end.</summary>
    Degraded,

    /// <summary>Missed several probes in a row.</summary>
    Down,

    /// <summary>Not probed yet, or the last probe is too old.</summary>
    Unknown,
}

/// <summary>One component of an environment, as its probe last saw it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">How it is probed: <c>http</c>, <c>tcp</c>, <c>postgres</c>, <c>redis</c>, <c>tls</c>, <c>storage</c>, <c>nginx</c>.</param>
/// <param name="Slot">The slot it belongs to; null for shared parts.</param>
/// <param name="State">How it is.</param>
/// <param name="LatencyMs">How long the last good answer took; null when there is none.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="LastError">What the last failed probe said, or why it is degraded; null while it is up.</param>
/// <param name="CheckedAt">When it was last probed.</param>
public sealed record ComponentHealth(
    string Name,
    string Kind,
    Slot? Slot,
    ComponentCondition State,
    double? LatencyMs,
    DateTimeOffset? Since,
    string? LastError,
    DateTimeOffset? CheckedAt)
{
    /// <summary>What a person wants to know of it while it answers (its role, its lag, the days left); left out where its kind tells nothing, or it does not answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }
}

/// <summary>The health of every component of an environment.</summary>
/// <param name="Environment">Whose components.</param>
/// <param name="Components">Each of them.</param>
public sealed record HealthState(string Environment, IReadOnlyList<ComponentHealth> Components) : ILiveState
{
    string ILiveState.Key => Environment;
}
