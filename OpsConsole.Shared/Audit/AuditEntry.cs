namespace OpsConsole.Shared;

/// <summary>One line of the audit log. The canonical bytes that its hash covers are described in <c>docs/audit-format.md</c>.</summary>
/// <param name="Seq">Its number: 1, 2, 3 … without a gap.</param>
/// <param name="At">When it was written, by this machine's clock.</param>
/// <param name="ClockBoundMs">How far that clock may have been wrong, in milliseconds; null when it followed no reference.</param>
/// <param name="Actor">Who: a person, a token, <c>local:&lt;system user&gt;</c>, or <c>console</c>.</param>
/// <param name="Role">In which role; null for the console itself and for people who are not signed in.</param>
/// <param name="Origin">From where: <c>browser 127.0.0.1</c>, <c>api 127.0.0.1</c>, <c>cli</c>, <c>console</c>.</param>
/// <param name="Action">What: one of <see cref="AuditActions"/>.</param>
/// <param name="Environment">In which environment, if any.</param>
/// <param name="Target">On what: a slot, a step, an account.</param>
/// <param name="Reason">Why, in the actor's words.</param>
/// <param name="Ticket">The ticket it belongs to.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="RunId">The run it belongs to.</param>
/// <param name="Detail">More, in words. The hash covers it through a salted commitment, so that it can be erased one day.</param>
/// <param name="Hash">SHA-256 of <c>0x00</c> and the canonical bytes (an RFC 9162 leaf), in hexadecimal.</param>
/// <param name="PreviousHash">The hash of the entry before; 64 zeros for the first.</param>
public sealed record AuditEntry(
    long Seq,
    DateTimeOffset At,
    long? ClockBoundMs,
    string Actor,
    Role? Role,
    string Origin,
    string Action,
    string? Environment,
    string? Target,
    string? Reason,
    string? Ticket,
    AuditOutcome Outcome,
    long? RunId,
    string? Detail,
    string Hash,
    string PreviousHash) : ILiveState
{
    string ILiveState.Key => Seq.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What came of an action.</summary>
public enum AuditOutcome
{
    /// <summary>Asked for; what came of it stands in a later entry.</summary>
    Asked,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Tried, and did not work.</summary>
    Failed,

    /// <summary>Not allowed, or not possible; nothing was changed.</summary>
    Refused,

    /// <summary>Taken back.</summary>
    Undone,
}

/// <summary>The actions of the audit log, as they stand in it.</summary>
public static class AuditActions
{
#pragma warning disable CS1591 // The words say it.
    public const string SignIn = "sign-in";
    public const string SignOut = "sign-out";
    public const string Run = "run";
    public const string Step = "step";
    public const string Approve = "approve";
    public const string Abort = "abort";
    public const string Confirm = "confirm";
    public const string Freeze = "freeze";
    public const string Setting = "setting";
    public const string User = "user";
    public const string Token = "token";
    public const string Export = "export";
    public const string Refusal = "refusal";
    public const string Start = "start";
    public const string Stop = "stop";
#pragma warning restore CS1591

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [SignIn, SignOut, Run, Step, Approve, Abort, Confirm, Freeze, Setting, User, Token, Export, Refusal, Start, Stop];
}
