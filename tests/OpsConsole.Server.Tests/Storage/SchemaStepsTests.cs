using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Storage;

public sealed class SchemaStepsTests
{
    [Fact]
    public async Task Open_NewerSchema_IsRefusedInWordsAndLeftAlone()
    {
        await using var store = new TempDatabase();
        var newer = SchemaSteps.Newest + 1;
        await store.Database.ReadAsync(connection => connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={newer}")), default);
        await store.Database.DisposeAsync();

        var exception = Assert.Throws<StoreException>(() => Database.Open(store.Directory));

        Assert.Contains("newer", exception.Message, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"schema {newer}"), exception.Message, StringComparison.Ordinal);
        using var connection = new SqliteConnection($"Data Source={store.Database.Path}");
        connection.Open();
        Assert.Equal(newer, connection.ExecuteScalar<int>("PRAGMA user_version"));
    }

    [Fact]
    public async Task Open_Twice_ChangesNothingTheSecondTime()
    {
        await using var store = new TempDatabase();
        var before = await SchemaAsync(store);
        await store.ReopenAsync();
        Assert.Equal(before, await SchemaAsync(store));
    }

    [Fact]
    public async Task Open_ByManyAtOnce_OnlyOneBringsItUpToDate()
    {
        using var directory = new TempDirectory();
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Database.Open(directory.Path))));
        Assert.Equal(SchemaSteps.Newest, await opened[0].ReadAsync(connection => connection.ExecuteScalar<int>("PRAGMA user_version"), default));
        foreach (var database in opened)
        {
            await database.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("DELETE FROM entries")]
    [InlineData("UPDATE entries SET actor = 'eve'")]
    [InlineData("UPDATE entries SET detail = 'other'")]
    [InlineData("INSERT OR REPLACE INTO entries (seq, at, actor, origin, action, outcome, hash, previous_hash) VALUES (1, '', 'eve', '', '', '', '', '')")]
    [InlineData("INSERT INTO entries (seq, at, actor, origin, action, outcome, hash, previous_hash) VALUES (7, '', 'eve', '', '', '', '', '')")]
    public async Task Entries_ChangedByHand_IsRefused(string sql)
    {
        await using var store = new TempDatabase();
        await store.Database.WriteAsync((connection, transaction) => connection.Execute(Insert, transaction: transaction), default);
        var exception = await Assert.ThrowsAsync<StoreException>(() => store.Database.WriteAsync((connection, transaction) => connection.Execute(sql, transaction: transaction), default));
        Assert.Contains("append-only", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_DetailIsErased_IsAllowed()
    {
        await using var store = new TempDatabase();
        await store.Database.WriteAsync((connection, transaction) => connection.Execute(Insert, transaction: transaction), default);
        await store.Database.WriteAsync((connection, transaction) => connection.Execute("UPDATE entries SET detail = NULL, detail_salt = NULL", transaction: transaction), default);
        Assert.Null(await store.Database.ReadAsync(connection => connection.ExecuteScalar<string?>("SELECT detail FROM entries"), default));
    }

    private const string Insert =
        """
        INSERT INTO entries (seq, at, actor, origin, action, outcome, detail, detail_salt, detail_commitment, hash, previous_hash)
        VALUES (1, '', 'ann', '', '', '', 'words', 'salt', 'sum', '', '')
        """;

    private static Task<List<string>> SchemaAsync(TempDatabase store)
        => store.Database.ReadAsync(connection => connection.Query<string>("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").AsList(), default);
}
