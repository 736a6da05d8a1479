using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Audit;

/// <summary>An entry exactly as it is stored: what the chain is computed from, and a line of an export.</summary>
internal sealed record AuditRow
{
    /// <summary>The columns in the order of the canonical bytes, then those that these do not hold.</summary>
    public const string Columns =
        """
        seq AS Seq, at AS At, clock_bound_ms AS ClockBoundMs, actor AS Actor, role AS Role, origin AS Origin, action AS Action,
        environment AS Environment, target AS Target, reason AS Reason, ticket AS Ticket, outcome AS Outcome, run_id AS RunId,
        detail_commitment AS DetailCommitment, previous_hash AS PreviousHash, hash AS Hash, detail AS Detail, detail_salt AS DetailSalt
        """;

    public long Seq { get; init; }

    public string At { get; init; } = "";

    public long? ClockBoundMs { get; init; }

    public string Actor { get; init; } = "";

    public string? Role { get; init; }

    public string Origin { get; init; } = "";

    public string Action { get; init; } = "";

    public string? Environment { get; init; }

    public string? Target { get; init; }

    public string? Reason { get; init; }

    public string? Ticket { get; init; }

    public string Outcome { get; init; } = "";

    public long? RunId { get; init; }

    public string? Detail { get; init; }

    public string? DetailSalt { get; init; }

    public string? DetailCommitment { get; init; }

    public string Hash { get; init; } = "";

    public string PreviousHash { get; init; } = "";

    /// <summary>The same for readers.</summary>
    /// <exception cref="StoreException">It holds what this version never writes.</exception>
    public AuditEntry ToEntry()
    {
        if (!DateTimeOffset.TryParse(At, System.Globalization.CultureInfo.InvariantCulture, out _)
            || (Role is not null && !Words.TryParse<Role>(Role, out _))
            || !Words.TryParse<AuditOutcome>(Outcome, out _))
        {
            throw new StoreException($"Entry {Seq} of the audit log is damaged: `opsconsole audit verify` says more.");
        }

        return new(
            Seq,
            Rfc3339.Read(At),
            ClockBoundMs,
            Actor,
            Role is null ? null : Words.Parse<Role>(Role),
            Origin,
            Action,
            Environment,
            Target,
            Reason,
            Ticket,
            Words.Parse<AuditOutcome>(Outcome),
            RunId,
            Detail,
            Hash,
            PreviousHash);
    }
}
