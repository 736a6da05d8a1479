using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Storage;

public sealed class DatabaseTests
{
    [Fact]
    public async Task Open_FreshDirectory_IsDurable()
    {
        await using var store = new TempDatabase();
        var (journal, synchronous) = await store.Database.ReadAsync(
            connection => (connection.ExecuteScalar<string>("PRAGMA journal_mode"), connection.ExecuteScalar<long>("PRAGMA synchronous")), default);
        Assert.Equal(("wal", 2L), (journal, synchronous));
    }

    [Fact]
    public void Open_DirectoryIsNotThere_SaysSo()
    {
        using var directory = new TempDirectory();
        var exception = Assert.Throws<StoreException>(() => Database.Open(directory.File("none")));
        Assert.Contains("cannot be opened", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileIsNoDatabase_SaysSoAndLeavesIt()
    {
        using var directory = new TempDirectory();
        var file = directory.File(Database.FileName);
        var text = new string('x', 8192);
        File.WriteAllText(file, text);
        Assert.Contains("no database", Assert.Throws<StoreException>(() => Database.Open(directory.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public async Task Write_WorkThrows_NothingIsWrittenAndTheNextWriteWorks()
    {
        await using var store = new TempDatabase();
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Database.WriteAsync(
            (connection, transaction) =>
            {
                Establish(connection, transaction, "one", 1);
                throw new InvalidOperationException("no");
            },
            default));
        await store.Database.WriteAsync((connection, transaction) => Establish(connection, transaction, "two", 2), default);
        Assert.Equal(["two"], await NamesAsync(store));
    }

    [Fact]
    public async Task Write_CancelledBeforeItsTurn_IsNotDone()
    {
        await using var store = new TempDatabase();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Database.WriteAsync(
            (connection, transaction) => Establish(connection, transaction, "one", 1), cancelled.Token));
        Assert.Empty(await NamesAsync(store));
    }

    [Fact]
    public async Task Write_AfterTheStoreIsClosed_SaysSo()
    {
        await using var store = new TempDatabase();
        await store.Database.DisposeAsync();
        var exception = await Assert.ThrowsAsync<StoreException>(() => store.Database.WriteAsync((_, _) => { }, default));
        Assert.Contains("closed", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_TwoOpenTheSameFile_NoneIsLost()
    {
        await using var store = new TempDatabase();
        await using var other = Database.Open(store.Directory);
        const int Each = 50;
        await Task.WhenAll(new[] { store.Database, other }.SelectMany(database => Enumerable.Range(0, Each).Select(_ => database.WriteAsync(
            (connection, transaction) => connection.Execute(
                """
                INSERT INTO leases (environment, fence, holder, renewed_at) VALUES ('shop', 1, '', '')
                ON CONFLICT (environment) DO UPDATE SET fence = fence + 1
                """,
                transaction: transaction),
            default))));
        Assert.Equal(2 * Each, await store.Database.ReadAsync(connection => connection.ExecuteScalar<long>("SELECT fence FROM leases"), default));
    }

    [Fact]
    public async Task Write_FileIsReadOnly_SaysSo()
    {
        await using var store = new TempDatabase();
        await store.Database.DisposeAsync();
        var locked = new SqliteConnectionStringBuilder { DataSource = store.Database.Path, Mode = SqliteOpenMode.ReadOnly }.ToString();
        using var connection = new SqliteConnection(locked);
        connection.Open();
        var exception = Assert.Throws<SqliteException>(() => connection.Execute("DELETE FROM leases"));
        var said = StoreException.From(exception, store.Database.Path);
        Assert.Contains("read-only", said.Message, StringComparison.Ordinal);
        Assert.False(said.Lasts);
    }

    [Fact]
    public async Task Write_AgainstARuleOfTheStore_WouldFailForEver()
    {
        await using var store = new TempDatabase();
        var exception = await Assert.ThrowsAsync<StoreException>(() => store.Database.WriteAsync(
            (connection, transaction) => connection.Execute("INSERT INTO leases (environment) VALUES ('shop')", transaction: transaction), default));
        Assert.True(exception.Lasts);
    }

    private static void Establish(SqliteConnection connection, SqliteTransaction transaction, string name, int blue)
        => EstablishedWeights.Set(connection, transaction, name, new Weights(blue, 100 - blue), true, TimeProvider.System.GetUtcNow());

    private static Task<List<string>> NamesAsync(TempDatabase store)
        => store.Database.ReadAsync(connection => connection.Query<string>("SELECT environment FROM established").AsList(), default);
}
