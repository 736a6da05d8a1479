namespace OpsConsole.Shared;

/// <summary>Where a run stands. The last four are final.</summary>
public enum RunPhase
{
    /// <summary>Waits for a second person.</summary>
    AwaitingApproval,

    /// <summary>Waits for its window.</summary>
    Scheduled,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Done, and watched.</summary>
    Baking,

    /// <summary>Being taken back.</summary>
    Undoing,

    /// <summary>Done, with its receipts.</summary>
    Succeeded,

    /// <summary>Took itself back.</summary>
    RolledBack,

    /// <summary>A person stopped it, and it was taken back.</summary>
    Aborted,

    /// <summary>Could be neither done nor, for certain, taken back: a person is needed.</summary>
    Failed,
}

/// <summary>Where a step of a run stands.</summary>
public enum StepPhase
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Begun: that was written down before its effect was tried.</summary>
    Running,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Did not work.</summary>
    Failed,

    /// <summary>Being taken back.</summary>
    Undoing,

    /// <summary>Taken back, and seen to be.</summary>
    Undone,

    /// <summary>Could not be taken back for certain: a person is needed.</summary>
    UndoFailed,

    /// <summary>Not needed.</summary>
    Skipped,
}

/// <summary>A step of a run.</summary>
/// <param name="Name">Its name: <c>gates</c>, <c>warm</c>, <c>shift</c>, <c>receipts</c>, <c>bake</c>.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedAt">When it began; null before that.</param>
/// <param name="EndedAt">When it ended; null before that.</param>
/// <param name="Attempt">How often it was begun: above 1 after the console was restarted in its middle; 0 before it began.</param>
/// <param name="Detail">What came of it, or how far it is, in one sentence.</param>
public sealed record StepState(string Name, StepPhase State, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int Attempt, string? Detail);

/// <summary>Proof from the front door: answers in a row, on fresh connections.</summary>
/// <param name="Wanted">How many in a row are asked for.</param>
/// <param name="New">How many in a row came from the new slot.</param>
/// <param name="Old">How many came from the old slot after the first new one.</param>
public sealed record Receipts(int Wanted, int New, int Old);

/// <summary>What was seen from outside, counted from the instant the shift step sent its change to the gateway.</summary>
/// <param name="FirstNewResponseMs">When the first answer of the new slot had arrived, in milliseconds; null when none was seen.</param>
/// <param name="LastOldResponseMs">When the last answer of the old slot had arrived, in milliseconds; null when none was seen.</param>
/// <param name="Receipts">The proof; null before it was asked for.</param>
public sealed record Measured(double? FirstNewResponseMs, double? LastOldResponseMs, Receipts? Receipts)
{
    /// <summary>That instant; null before it.</summary>
    public DateTimeOffset? SentAt { get; init; }
}

/// <summary>One execution of an operation.</summary>
/// <param name="Id">Its number, rising.</param>
/// <param name="Environment">Where.</param>
/// <param name="Operation">What.</param>
/// <param name="Target">Towards which slot.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why it was asked for.</param>
/// <param name="Ticket">The ticket it belongs to.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="ApprovedBy">Who approved.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null before.</param>
/// <param name="BakeSeconds">How long its bake takes.</param>
/// <param name="Outcome">Why it ended as it did, in one sentence; null before.</param>
/// <param name="Steps">Its steps in order.</param>
/// <param name="Gates">What the gates said when it was asked for.</param>
/// <param name="Predicted">What past runs let expect.</param>
/// <param name="Measured">What was seen.</param>
/// <param name="Watch">During a bake, each rule's value against its limit; empty at other times.</param>
public sealed record RunState(
    long Id,
    string Environment,
    Operation Operation,
    Slot Target,
    RunPhase State,
    string Reason,
    string? Ticket,
    string RequestedBy,
    string? ApprovedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    int BakeSeconds,
    string? Outcome,
    IReadOnlyList<StepState> Steps,
    IReadOnlyList<GateResult> Gates,
    Predicted Predicted,
    Measured Measured,
    IReadOnlyList<WatchRule> Watch) : ILiveState
{
    string ILiveState.Key => Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>How much it may hurt.</summary>
    public ChangeClass Class { get; init; } = ChangeClass.Medium;

    /// <summary>Of a canary: the shares of the target slot, rising; null for other operations, and where only tagged requests move.</summary>
    public IReadOnlyList<int>? Weights { get; init; }

    /// <summary>Of a canary: requests with this <c>X-Gray-Tag</c> go to the target slot whatever the shares are.</summary>
    public string? Match { get; init; }

    /// <summary>Of an upgrade: the version wanted.</summary>
    public string? Version { get; init; }

    /// <summary>Of an upgrade: the version that was in the slot, and comes back with the undo; null when unknown.</summary>
    public string? VersionBefore { get; init; }

    /// <summary>When it may start; null for at once.</summary>
    public RunWindow? Window { get; init; }

    /// <summary>Whose yes it needs; null when it needs none.</summary>
    public ApprovalState? Approval { get; init; }

    /// <summary>Whether it was started without the second person it needed: somebody has to look at that afterwards.</summary>
    public bool BreakGlass { get; init; }

    /// <summary>Of a rollback: the run whose right to be undone it used; null where there was none.</summary>
    public long? Undoes { get; init; }

    /// <summary>What became of it beside what was predicted; null before its receipts, and of a run that never began.</summary>
    public Actual? Actual { get; init; }

    /// <summary>The step that cannot be taken back altogether; null where all can.</summary>
    public PointOfNoReturn? NoReturn { get; init; }

    /// <summary>Whether it has ended.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Ended => State >= RunPhase.Succeeded;

    /// <summary>Whether it has not begun: it waits for a person or for its time, and keeps nothing else from starting.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Waits => State is RunPhase.AwaitingApproval or RunPhase.Scheduled;
}

/// <summary>A rule that undoes a run in its bake, now against its limit.</summary>
/// <param name="Name"><c>failed-probes</c>, <c>error-ratio</c>, <c>p95</c> (milliseconds), <c>cpu</c> (share of the limit), <c>memory</c> (bytes) or <c>breaker</c> (how often it opened).</param>
/// <param name="Value">Its value now; null when there is too little to judge by.</param>
/// <param name="Limit">It trips from here on; null where there is nothing to hold it against, and it cannot trip.</param>
/// <param name="Evidence">The same in words.</param>
public sealed record WatchRule(string Name, double? Value, double? Limit, string Evidence);
