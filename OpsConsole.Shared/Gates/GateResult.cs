namespace OpsConsole.Shared;

/// <summary>What a gate says.</summary>
public enum GateVerdict
{
    /// <summary>It holds.</summary>
    Pass,

    /// <summary>It does not hold.</summary>
    Fail,

    /// <summary>A configured source failed or is old. Blocks like <see cref="Fail"/>.</summary>
    Unknown,

    /// <summary>No source is configured. Shown and recorded, does not block.</summary>
    NotApplicable,
}

/// <summary>A gate's verdict with its evidence.</summary>
/// <param name="Name">The gate: <c>clocks</c>, <c>target-healthy</c>, <c>freeze</c>; <c>docs/gates.md</c> has all of them.</param>
/// <param name="State">The verdict.</param>
/// <param name="Evidence">What it rests on, in one sentence.</param>
/// <param name="MeasuredAt">When that was measured; null when it never was.</param>
/// <param name="CanOverride">Whether a person may let a run start all the same.</param>
public sealed record GateResult(string Name, GateVerdict State, string Evidence, DateTimeOffset? MeasuredAt, bool CanOverride)
{
    /// <summary>Whether it keeps a run from starting.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Blocks => State is GateVerdict.Fail or GateVerdict.Unknown;
}

/// <summary>The checks that must hold before a run starts.</summary>
public interface IGates
{
    /// <summary>Judges every gate of <paramref name="operation"/> towards <paramref name="target"/> by what is known now.</summary>
    Task<IReadOnlyList<GateResult>> EvaluateAsync(string environment, Operation operation, Slot target, CancellationToken cancellationToken);
}
