namespace OpsConsole.Shared;

/// <summary>What somebody outside found out for a gate: a team's own backup job, say.</summary>
/// <param name="State">Pass, fail or unknown.</param>
/// <param name="Evidence">What it rests on, 1 to 500 characters, one line of plain text.</param>
/// <param name="ValidSeconds">For how long it counts, 1 to 604,800; after that the gate is unknown.</param>
public sealed record EvidenceReport(GateVerdict State, string Evidence, int ValidSeconds);

/// <summary>The one door to evidence from outside.</summary>
public interface IEvidence
{
    /// <summary>
    /// Takes a report in place of the one before, and gives the gate as it is with it. It is written down with its entry in the audit
    /// log. Refused to who may not, for a gate that is not configured to take it, and where it is malformed.
    /// </summary>
    Task<Result<GateResult>> ReportAsync(Actor actor, string environment, string gate, EvidenceReport report, CancellationToken cancellationToken);
}
