using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace OpsConsole.Server.Storage;

/// <summary>The right to take back what a run did to the traffic, once, whatever else forbids changes meanwhile.</summary>
/// <param name="Run">What may be taken back.</param>
/// <param name="Back">Where that leads.</param>
/// <param name="WarmUntil">So long the slot that was left is kept running, and the right holds.</param>
/// <param name="UsedBy">The run that used it, which may be the same one; null while nobody has.</param>
internal sealed record UndoRight(long Run, Weights Back, DateTimeOffset WarmUntil, long? UsedBy)
{
    /// <summary>The version that the slot to go back to told when it was left; null where it told none, and where traffic was split.</summary>
    public string? Version { get; init; }

    /// <summary>What taking the run back does not bring back, in one sentence; null where it brings all back.</summary>
    public string? Remains { get; init; }

    public bool HoldsAt(DateTimeOffset now) => UsedBy is null && now < WarmUntil;
}

/// <summary>The table <c>undo_rights</c>. Each method works inside the transaction of what it belongs to.</summary>
internal static class UndoRights
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Writes the right down with the intent to shift. Of several shifts of one run the first one's counts.</summary>
    public static void Mint(
        SqliteConnection connection, SqliteTransaction transaction, RunState run, Weights back, DateTimeOffset now, DateTimeOffset warmUntil, string? version = null) => connection.Execute(
        """
        INSERT OR IGNORE INTO undo_rights (run_id, environment, back, minted_at, warm_until, version, remains)
        VALUES (@Id, @Environment, @back, @now, @warmUntil, @version, @remains)
        """,
        new { run.Id, run.Environment, back = JsonSerializer.Serialize(back, s_json), now = Rfc3339.Write(now), warmUntil = Rfc3339.Write(warmUntil), version, remains = run.NoReturn?.Remains },
        transaction);

    /// <summary>The right of the newest run that moved traffic: an older one would lead back past it. Null when no run ever did.</summary>
    public static UndoRight? Newest(SqliteConnection connection, SqliteTransaction? transaction, string environment)
        => connection.QueryFirstOrDefault<Row>(
            "SELECT run_id AS Run, back AS Back, warm_until AS WarmUntil, used_by AS UsedBy, version AS Version, remains AS Remains FROM undo_rights WHERE environment = @environment ORDER BY run_id DESC LIMIT 1",
            new { environment },
            transaction)?.ToRight();

    /// <summary>Uses it up; false when somebody was faster.</summary>
    public static bool Use(SqliteConnection connection, SqliteTransaction transaction, long run, long by, DateTimeOffset now) => connection.Execute(
        "UPDATE undo_rights SET used_by = @by, used_at = @now WHERE run_id = @run AND used_by IS NULL",
        new { run, by, now = Rfc3339.Write(now) },
        transaction) == 1;

    /// <summary>Gives it back: the run that was to use it did not come through.</summary>
    public static void Free(SqliteConnection connection, SqliteTransaction transaction, long run, long by) => connection.Execute(
        "UPDATE undo_rights SET used_by = NULL, used_at = NULL WHERE run_id = @run AND used_by = @by",
        new { run, by },
        transaction);

    /// <summary>Lets it hold until then.</summary>
    public static void KeepWarm(SqliteConnection connection, SqliteTransaction transaction, long run, DateTimeOffset until) => connection.Execute(
        "UPDATE undo_rights SET warm_until = @until WHERE run_id = @run AND used_by IS NULL",
        new { run, until = Rfc3339.Write(until) },
        transaction);

    private sealed record Row
    {
        public long Run { get; init; }

        public string Back { get; init; } = "";

        public string WarmUntil { get; init; } = "";

        public long? UsedBy { get; init; }

        public string? Version { get; init; }

        public string? Remains { get; init; }

        public UndoRight ToRight() => new(Run, JsonSerializer.Deserialize<Weights>(Back, s_json)!, Rfc3339.Read(WarmUntil), UsedBy) { Version = Version, Remains = Remains };
    }
}
