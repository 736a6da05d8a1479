namespace OpsConsole.Shared;

/// <summary>Which entries are wanted. What is null does not matter.</summary>
/// <param name="From">Not before this.</param>
/// <param name="To">Before this.</param>
/// <param name="Actor">By this actor, exactly.</param>
/// <param name="Action">This action, one of <see cref="AuditActions"/>.</param>
/// <param name="Environment">In this environment.</param>
/// <param name="Outcome">With this outcome.</param>
/// <param name="Text">With this text in actor, target, reason, ticket or detail, in any case.</param>
/// <param name="RunId">Of this run.</param>
/// <param name="Before">Older than this entry.</param>
/// <param name="Limit">How many at most, 1 to 500.</param>
public sealed record AuditQuery(
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Actor = null,
    string? Action = null,
    string? Environment = null,
    AuditOutcome? Outcome = null,
    string? Text = null,
    long? RunId = null,
    long? Before = null,
    int Limit = 50);

/// <summary>Whether the chain of the audit log is whole.</summary>
/// <param name="Ok">Whether it is.</param>
/// <param name="Entries">How many entries were read.</param>
/// <param name="Head">The hash of the last good entry; 64 zeros for an empty log.</param>
/// <param name="FirstBroken">The number of the first entry that does not fit; null when all do.</param>
public sealed record AuditVerification(bool Ok, long Entries, string Head, long? FirstBroken);

/// <summary>Reading the audit log. Only the server writes it.</summary>
public interface IAudit
{
    /// <summary>Entries, newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Checks the whole chain.</summary>
    Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken);
}
