using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Audit;

/// <summary>Writes the audit log. When a method returns, the entry is on disk; when it throws, what it belongs to must not happen.</summary>
internal sealed class AuditLog(Database database, AuditNews news, IAuditClock clock, TimeProvider time)
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
        // The store's writes are IMMEDIATE transactions, so nobody else can take the same number.
        var last = connection.QueryFirstOrDefault<AuditRow>("SELECT seq AS Seq, hash AS Hash FROM entries ORDER BY seq DESC LIMIT 1", transaction: transaction);
        var detail = AuditChain.Clean(entry.Detail);
        var salt = detail is null ? null : AuditChain.NewSalt();
        var unhashed = new AuditRow
        {
            Seq = (last?.Seq ?? 0) + 1,
            At = Rfc3339.Write(time.GetUtcNow()),
            ClockBoundMs = clock.BoundMs,
            Actor = AuditChain.Clean(entry.Actor.Name)!,
            Role = entry.Actor.Role is { } role ? Words.Of(role) : null,
            Origin = AuditChain.Clean(entry.Actor.Origin)!,
            Action = AuditChain.Clean(entry.Action)!,
            Environment = AuditChain.Clean(entry.Environment),
            Target = AuditChain.Clean(entry.Target),
            Reason = AuditChain.Clean(entry.Reason),
            Ticket = AuditChain.Clean(entry.Ticket),
            Outcome = Words.Of(entry.Outcome),
            RunId = entry.RunId,
            Detail = detail,
            DetailSalt = salt,
            DetailCommitment = salt is null ? null : AuditChain.Commitment(salt, detail!),
            PreviousHash = last?.Hash ?? AuditChain.Beginning,
        };
        var row = unhashed with { Hash = AuditChain.HashOf(unhashed) };
        connection.Execute(
            """
            INSERT INTO entries (seq, at, clock_bound_ms, actor, role, origin, action, environment, target, reason, ticket, outcome, run_id,
                detail, detail_salt, detail_commitment, hash, previous_hash)
            VALUES (@Seq, @At, @ClockBoundMs, @Actor, @Role, @Origin, @Action, @Environment, @Target, @Reason, @Ticket, @Outcome, @RunId,
                @Detail, @DetailSalt, @DetailCommitment, @Hash, @PreviousHash)
            """,
            row,
            transaction);
        return row.ToEntry();
    }

    /// <summary>Tells the feed of an entry whose transaction was committed.</summary>
    public void Announce(AuditEntry entry) => news.Announce(entry);
}

/// <summary>How far this machine's clock may be wrong: each entry carries it.</summary>
internal interface IAuditClock
{
    /// <summary>In milliseconds; null while the clock follows no reference.</summary>
    long? BoundMs { get; }
}

/// <summary>A clock of which nobody knows how far it may be wrong.</summary>
internal sealed class UnknownAuditClock : IAuditClock
{
    public long? BoundMs => null;
}
