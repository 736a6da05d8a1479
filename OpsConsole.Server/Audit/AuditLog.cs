using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Audit;

/// <summary>Writes the audit log. When a method returns, the entry is on disk; when it throws, what it belongs to must not happen.</summary>
internal sealed class AuditLog(Database database, LiveFeed feed, IAuditClock clock, TimeProvider time)
{
    /// <summary>Enters one line in a transaction of its own, and tells the feed.</summary>
    /// <exception cref="StoreException">It could not be written.</exception>
    public async Task<AuditEntry> AppendAsync(NewEntry entry, CancellationToken cancellationToken)
    {
        var written = await database.WriteAsync((connection, transaction) => Append(connection, transaction, entry), cancellationToken);
        Announce(written);
        return written;
    }

    /// <summary>Enters one line in the caller's transaction: what it belongs to and the entry are written together, or not at all. The caller announces it after the commit.</summary>
    public AuditEntry Append(SqliteConnection connection, SqliteTransaction transaction, NewEntry entry)
    {
        var (seq, previous) = connection.QueryFirstOrDefault<(long Seq, string Hash)?>(
            "SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1", transaction: transaction) ?? (0, AuditChain.Beginning);
        var unhashed = new AuditEntry(
            seq + 1,
            Rfc3339.Read(Rfc3339.Write(time.GetUtcNow())),
            clock.BoundMs,
            AuditChain.Clean(entry.Actor.Name)!,
            entry.Actor.Role,
            entry.Actor.Origin,
            entry.Action,
            entry.Environment,
            AuditChain.Clean(entry.Target),
            AuditChain.Clean(entry.Reason),
            AuditChain.Clean(entry.Ticket),
            entry.Outcome,
            entry.RunId,
            AuditChain.Clean(entry.Detail),
            "",
            previous);
        var salt = unhashed.Detail is null ? null : AuditChain.NewSalt();
        var commitment = salt is null ? null : AuditChain.Commitment(salt, unhashed.Detail!);
        var written = unhashed with { Hash = AuditChain.HashOf(AuditChain.CanonicalBytes(unhashed, commitment)) };
        connection.Execute(
            """
            INSERT INTO entries (seq, at, clock_bound_ms, actor, role, origin, action, environment, target, reason, ticket, outcome, run_id,
                detail, detail_salt, detail_commitment, hash, previous_hash)
            VALUES (@Seq, @At, @ClockBoundMs, @Actor, @Role, @Origin, @Action, @Environment, @Target, @Reason, @Ticket, @Outcome, @RunId,
                @Detail, @Salt, @Commitment, @Hash, @PreviousHash)
            """,
            new
            {
                written.Seq,
                At = Rfc3339.Write(written.At),
                written.ClockBoundMs,
                written.Actor,
                Role = written.Role is { } role ? Words.Of(role) : null,
                written.Origin,
                written.Action,
                written.Environment,
                written.Target,
                written.Reason,
                written.Ticket,
                Outcome = Words.Of(written.Outcome),
                written.RunId,
                written.Detail,
                Salt = salt,
                Commitment = commitment,
                written.Hash,
                written.PreviousHash,
            },
            transaction);
        return written;
    }

    /// <summary>Tells the feed of an entry whose transaction was committed.</summary>
    public void Announce(AuditEntry entry) => feed.Publish(entry);
}

/// <summary>How far this machine's clock may be wrong: each entry carries it.</summary>
internal interface IAuditClock
{
    /// <summary>In milliseconds; null while the clock follows no reference.</summary>
    long? BoundMs { get; }
}
