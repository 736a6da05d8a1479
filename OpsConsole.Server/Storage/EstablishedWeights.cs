using Dapper;
using Microsoft.Data.Sqlite;

namespace OpsConsole.Server.Storage;

/// <summary>What the console last established at a gateway.</summary>
/// <param name="Weights">What it asked for.</param>
/// <param name="Proven">Whether that was seen from outside; false while it is being tried, and after an undo that could not be proven.</param>
internal sealed record Established(Weights Weights, bool Proven);

/// <summary>The table of what the console last established at each gateway.</summary>
internal static class EstablishedWeights
{
    public static Established? Find(SqliteConnection connection, string environment)
    {
        var row = connection.QueryFirstOrDefault<(int Blue, int Green, bool Proven, string? Tag, string? TagSlot)?>(
            "SELECT blue, green, proven, tag, tag_slot FROM established WHERE environment = @environment", new { environment });
        return row is { } found
            ? new Established(new Weights(found.Blue, found.Green, found.Tag is null ? null : new GrayTag(found.Tag, Words.Parse<Slot>(found.TagSlot!))), found.Proven)
            : null;
    }

    /// <summary>Takes what a gateway does at first sight as what was established, unless something was meanwhile; gives what holds.</summary>
    public static Established SetFirst(SqliteConnection connection, SqliteTransaction transaction, string environment, Weights weights, DateTimeOffset at)
    {
        if (Find(connection, environment) is { } known)
        {
            return known;
        }

        Set(connection, transaction, environment, weights, proven: true, at);
        return new Established(weights, true);
    }

    /// <summary>A gateway of the console's own begins with these weights. While a run is at work it alone says what is wanted, and finds what became of it.</summary>
    public static void SetUnlessAtWork(SqliteConnection connection, SqliteTransaction transaction, string environment, Weights weights, DateTimeOffset at)
    {
        if (connection.ExecuteScalar<long>("SELECT count(*) FROM runs WHERE environment = @environment AND ended_at IS NULL AND state NOT IN ('awaiting-approval', 'scheduled')", new { environment }, transaction) == 0)
        {
            Set(connection, transaction, environment, weights, proven: true, at);
        }
    }

    public static void Set(SqliteConnection connection, SqliteTransaction transaction, string environment, Weights weights, bool proven, DateTimeOffset at)
        => connection.Execute(
            """
            INSERT INTO established (environment, blue, green, tag, tag_slot, at, proven)
            VALUES (@environment, @Blue, @Green, @tag, @tagSlot, @at, @proven)
            ON CONFLICT (environment) DO UPDATE
            SET blue = excluded.blue, green = excluded.green, tag = excluded.tag, tag_slot = excluded.tag_slot, at = excluded.at, proven = excluded.proven
            """,
            new { environment, weights.Blue, weights.Green, tag = weights.Tag?.Value, tagSlot = weights.Tag?.Slot.Word(), at = Rfc3339.Write(at), proven },
            transaction);
}
