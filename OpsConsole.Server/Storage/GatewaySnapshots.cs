using Dapper;
using Microsoft.Data.Sqlite;

namespace OpsConsole.Server.Storage;

/// <summary>The table <c>snapshots</c>: a gateway's configuration as it was before a run touched it.</summary>
internal static class GatewaySnapshots
{
    /// <summary>What was kept for <paramref name="run"/>; null when nothing was.</summary>
    public static string? Find(SqliteConnection connection, long run)
        => connection.QueryFirstOrDefault<string>("SELECT content FROM snapshots WHERE run_id = @run", new { run });

    /// <summary>Keeps it. The first one counts: what a repeat finds may have been touched already.</summary>
    public static void Keep(SqliteConnection connection, SqliteTransaction transaction, long run, string content, DateTimeOffset at) => connection.Execute(
        "INSERT OR IGNORE INTO snapshots (run_id, content, taken_at) VALUES (@run, @content, @at)",
        new { run, content, at = Rfc3339.Write(at) },
        transaction);
}
