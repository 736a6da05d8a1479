using Dapper;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Storage;

/// <summary>The data directories that earlier versions left (<c>tests/fixtures/make</c>): each is opened, brought up to date and still whole.</summary>
public sealed class FixtureTests
{
    private static readonly string s_fixtures = Path.Combine(SourceTree.Root, "tests", "fixtures");

    public static TheoryData<string> Versions => [.. Directory.GetDirectories(s_fixtures).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Open_OfAnEarlierVersion_BringsItUpToDateAndKeepsAll(string version)
    {
        using var directory = new TempDirectory();
        foreach (var file in Directory.GetFiles(Path.Combine(s_fixtures, version)))
        {
            File.Copy(file, Path.Combine(directory.Path, Path.GetFileName(file)));
        }

        await using var database = Database.Open(directory.Path);

        Assert.Equal(SchemaSteps.Newest, await CountAsync(database, "PRAGMA user_version"));
        var chain = await database.ReadAsync(connection => ChainCheck.Run(connection, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.True(chain.Ok, chain.ToString());
        Assert.Equal(await CountAsync(database, "SELECT count(*) FROM entries"), chain.Entries);
        Assert.True(await CountAsync(database, "SELECT count(*) FROM people") >= 2, "the people are gone");
        Assert.True(await CountAsync(database, "SELECT count(*) FROM runs") >= 2, "the runs are gone");
        Assert.Equal(
            new Established(Weights.AllTo(Slot.Blue), true),
            await database.ReadAsync(connection => EstablishedWeights.Find(connection, "sandbox"), TestContext.Current.CancellationToken));
    }

    private static Task<long> CountAsync(Database database, string sql)
        => database.ReadAsync(connection => connection.ExecuteScalar<long>(sql), TestContext.Current.CancellationToken);
}
