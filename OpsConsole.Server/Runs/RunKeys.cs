using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>A request that may come twice: who asked, with which key, and what, as one hash.</summary>
internal sealed record RunKey(string Actor, string Key, string Content);

/// <summary>The table <c>idempotency</c>: which run a key belongs to, for a day.</summary>
internal sealed class RunKeys(Database database, RunLog log, TimeProvider time)
{
    private static readonly TimeSpan s_kept = TimeSpan.FromHours(24);

    /// <summary>What a request says, as one hash: the same words in another order are the same request.</summary>
    public static string Content(string environment, RunRequest request)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{environment}\n{RunRow.Json(request)}")));

    /// <summary>The run that <paramref name="key"/> stands for already, or the "no" to another content; null when it is new.</summary>
    public async Task<Result<RunState>?> EarlierAsync(RunKey? key, CancellationToken cancellationToken)
    {
        if (key is null || await FindAsync(key, cancellationToken) is not { } earlier)
        {
            return null;
        }

        return earlier.Content == key.Content
            ? (await log.FindAsync(earlier.Run, cancellationToken))!.State
            : new Refusal(RefusalKind.IdempotencyMismatch, $"This Idempotency-Key was used for run {earlier.Run} with another content: take a new key.");
    }

    /// <summary>The run that was asked for with <paramref name="key"/>, and what was asked; null when none was.</summary>
    public Task<(long Run, string Content)?> FindAsync(RunKey key, CancellationToken cancellationToken)
        => database.ReadAsync(connection => Find(connection, null, key), cancellationToken);

    /// <inheritdoc cref="FindAsync"/>
    public (long Run, string Content)? Find(SqliteConnection connection, SqliteTransaction? transaction, RunKey key)
        => connection.QueryFirstOrDefault<(long, string)?>(
            "SELECT run_id, content FROM idempotency WHERE actor = @Actor AND key = @Key AND at >= @since",
            new { key.Actor, key.Key, since = Rfc3339.Write(time.GetUtcNow() - s_kept) },
            transaction);

    /// <summary>Remembers it, and forgets those whose day is over.</summary>
    public void Remember(SqliteConnection connection, SqliteTransaction transaction, RunKey key, long run)
    {
        var now = time.GetUtcNow();
        connection.Execute("DELETE FROM idempotency WHERE at < @since", new { since = Rfc3339.Write(now - s_kept) }, transaction);
        connection.Execute(
            "INSERT INTO idempotency (actor, key, content, run_id, at) VALUES (@Actor, @Key, @Content, @run, @at)",
            new { key.Actor, key.Key, key.Content, run, at = Rfc3339.Write(now) },
            transaction);
    }
}
