namespace OpsConsole.Server.Audit;

/// <summary>What is to be entered; the log adds the number, the time and the hashes. The fields are those of <see cref="AuditEntry"/>.</summary>
internal sealed record NewEntry(
    Actor Actor,
    string Action,
    AuditOutcome Outcome,
    string? Environment = null,
    string? Target = null,
    string? Reason = null,
    string? Ticket = null,
    long? RunId = null,
    string? Detail = null);
