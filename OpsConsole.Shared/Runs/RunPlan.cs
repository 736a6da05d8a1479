using System.Text.Json.Serialization;

namespace OpsConsole.Shared;

/// <summary>A step that a run would take.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Undoable">Whether it can be taken back.</param>
/// <param name="ExpectedSeconds">How long it took before, in seconds; null without past runs.</param>
public sealed record PlannedStep(string Name, bool Undoable, double? ExpectedSeconds)
{
    /// <summary>What taking it back would leave as it is, in one sentence; null where it would leave nothing, and where it is not taken back at all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Remains { get; init; }
}

/// <summary>What a run would do: the answer to a dry run.</summary>
/// <param name="Plan">Its steps.</param>
/// <param name="Gates">What the gates say now.</param>
/// <param name="GatewayDiff">The change at the gateway, a line with <c>-</c> or <c>+</c> each.</param>
/// <param name="OpenStreams">Long-lived streams open now; null when the source cannot tell.</param>
/// <param name="ExpectedSeconds">How long it would take, its bake included; null without past runs.</param>
public sealed record RunPlan(
    IReadOnlyList<PlannedStep> Plan,
    IReadOnlyList<GateResult> Gates,
    string GatewayDiff,
    int? OpenStreams,
    double? ExpectedSeconds)
{
    /// <summary>How much it may hurt.</summary>
    public ChangeClass Class { get; init; } = ChangeClass.Medium;

    /// <summary>Why it would need a second person; null when it would not.</summary>
    public string? Approval { get; init; }

    /// <summary>How long each of its bakes would take, in seconds; 0 where it has none.</summary>
    public int BakeSeconds { get; init; }

    /// <summary>The step that could not be taken back altogether, and what an undo would really do; null where all could.</summary>
    public PointOfNoReturn? NoReturn { get; init; }

    /// <summary>What its class chooses here: which gates count, and how long it is watched.</summary>
    public ClassRule? Rule { get; init; }
}
