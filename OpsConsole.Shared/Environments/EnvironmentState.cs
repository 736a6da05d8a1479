namespace OpsConsole.Shared;

/// <summary>How an environment is, in one word.</summary>
public enum EnvironmentCondition
{
    /// <summary>All is as it should be.</summary>
    Ok,

    /// <summary>A run is at work.</summary>
    Changing,

    /// <summary>It serves, but a part is not well.</summary>
    Degraded,

    /// <summary>The live slot does not answer.</summary>
    Down,

    /// <summary>The gateway does something that no run asked for, or an undo could not be proven.</summary>
    Diverged,

    /// <summary>The gateway or the slots cannot be read.</summary>
    Unknown,
}

/// <summary>A time in which no change may start.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Until">Its end.</param>
/// <param name="By">Who froze it.</param>
public sealed record FreezeState(string Reason, DateTimeOffset Until, string By);

/// <summary>Whether the way back would work right now.</summary>
/// <param name="Ready">Whether it would; null when unknown.</param>
/// <param name="Reasons">What it rests on, or what stands in its way, one sentence each.</param>
/// <param name="WarmUntil">Until when the idle slot is kept running; null when it is not stopped by itself.</param>
/// <param name="LastRehearsedAt">When the way back was last taken, for real or in a drill.</param>
/// <param name="LastSeconds">How long it took then, in seconds.</param>
public sealed record UndoReadiness(
    bool? Ready,
    IReadOnlyList<string> Reasons,
    DateTimeOffset? WarmUntil,
    DateTimeOffset? LastRehearsedAt,
    double? LastSeconds)
{
    /// <summary>The run that a rollback would take back; null when there is none to take back.</summary>
    public long? Run { get; init; }

    /// <summary>What it rests on, one by one: red as soon as one does not hold, unknown as long as one is.</summary>
    public IReadOnlyList<UndoCheck> Checks { get; init; } = [];

    /// <summary>What a rollback would not bring back, in one sentence; null where it brings all back.</summary>
    public string? Remains { get; init; }
}

/// <summary>The newest known picture of one environment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">How it is.</param>
/// <param name="Live">The slot that takes all traffic; null while traffic is split or unknown.</param>
/// <param name="Gateway">What sends traffic.</param>
/// <param name="Slots">Blue, then green.</param>
/// <param name="ActiveRun">The run at work, if any.</param>
/// <param name="LastRun">The newest run that has ended, if any.</param>
/// <param name="Freeze">The freeze in force, if any.</param>
/// <param name="Undo">Whether the way back would work.</param>
public sealed record EnvironmentState(
    string Name,
    EnvironmentCondition State,
    Slot? Live,
    GatewayState Gateway,
    IReadOnlyList<SlotState> Slots,
    long? ActiveRun,
    long? LastRun,
    FreezeState? Freeze,
    UndoReadiness Undo) : ILiveState
{
    string ILiveState.Key => Name;

    /// <summary>The picture of <paramref name="slot"/>.</summary>
    public SlotState Of(Slot slot) => Slots.Single(state => state.Name == slot);
}
