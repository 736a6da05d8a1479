using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Environments;

/// <summary>That somebody has looked at an item of a checklist.</summary>
/// <param name="Words">What the item said then.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
internal sealed record Tick(string Words, string By, DateTimeOffset At)
{
    /// <summary>The ticks of <paramref name="environment"/> by item; also those that no longer hold.</summary>
    public static IReadOnlyDictionary<string, Tick> All(SqliteConnection connection, string environment) => connection
        .Query<(string Item, string Words, string By, string At)>("SELECT item, words, ticked_by, ticked_at FROM ticks WHERE environment = @environment", new { environment })
        .ToDictionary(row => row.Item, row => new Tick(row.Words, row.By, Rfc3339.Read(row.At)), StringComparer.Ordinal);

    /// <summary>Writes this in place of the tick before.</summary>
    public void Set(SqliteConnection connection, SqliteTransaction transaction, string environment, string item) => connection.Execute(
        """
        INSERT INTO ticks (environment, item, words, ticked_by, ticked_at) VALUES (@environment, @item, @Words, @By, @at)
        ON CONFLICT (environment, item) DO UPDATE SET words = excluded.words, ticked_by = excluded.ticked_by, ticked_at = excluded.ticked_at
        """,
        new { environment, item, Words, By, at = Rfc3339.Write(At) },
        transaction);

    public static void Remove(SqliteConnection connection, SqliteTransaction transaction, string environment, string item)
        => connection.Execute("DELETE FROM ticks WHERE environment = @environment AND item = @item", new { environment, item }, transaction);
}
