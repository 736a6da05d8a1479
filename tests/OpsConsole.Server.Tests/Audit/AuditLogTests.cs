using Dapper;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Tests.Audit;

public sealed class AuditLogTests
{
    [Fact]
    public async Task EmptyLog_IsWhole()
    {
        await using var log = new TestLog();
        Assert.Equal(new AuditVerification(true, 0, AuditChain.Beginning, null), await log.VerifyAsync());
    }

    [Fact]
    public async Task Entries_FormAChain()
    {
        await using var log = new TestLog();
        var first = await log.AppendAsync("one");
        var second = await log.AppendAsync("two", "with detail");
        Assert.Equal((1, AuditChain.Beginning), (first.Seq, first.PreviousHash));
        Assert.Equal((2, first.Hash), (second.Seq, second.PreviousHash));
        Assert.Equal(new AuditVerification(true, 2, second.Hash, null), await log.VerifyAsync());
    }

    [Fact]
    public async Task AnyText_IsReadBackAsItIsHashed()
    {
        await using var log = new TestLog();
        var random = new Random(7);
        var written = new List<AuditEntry>();
        for (var n = 0; n < 300; n++)
        {
            string Next() => AuditChainTests.RandomText(random);
            written.Add(await log.Log.AppendAsync(
                new(new(Next() + "x", null, Next()), Next(), AuditOutcome.Failed, Next(), Next(), Next(), Next(), n, Next()),
                CancellationToken.None));
        }

        written.Add(await log.AppendAsync(new string('語', 500), string.Concat(Enumerable.Repeat("😀", 1000))));
        var read = await log.Reader.ListAsync(new(Limit: 500), CancellationToken.None);
        Assert.Equal(written, read.Reverse());
        Assert.True((await log.VerifyAsync()).Ok);
    }

    [Fact]
    public async Task TransactionThatFails_LeavesNoEntryAndNoGap()
    {
        await using var log = new TestLog();
        await log.AppendAsync("one");
        await Assert.ThrowsAsync<InvalidOperationException>(() => log.Store.Database.WriteAsync<object>(
            (connection, transaction) =>
            {
                log.Log.Append(connection, transaction, new(TestLog.Ann, AuditActions.Run, AuditOutcome.Asked));
                throw new InvalidOperationException("The rest of the transaction did not work.");
            },
            CancellationToken.None));
        Assert.Equal(2, (await log.AppendAsync("two")).Seq);
        Assert.Equal((true, 2), (await log.VerifyAsync()) switch { var found => (found.Ok, found.Entries) });
    }

    [Fact]
    public async Task ManyWriters_OfTwoConsoles_MakeOneChain()
    {
        await using var log = new TestLog();
        await using var other = Database.Open(log.Store.Directory);
        var others = new AuditLog(other, new AuditNews(new LiveFeed(log.Time)), new UnknownAuditClock(), log.Time);
        await Task.WhenAll(
            Enumerable.Range(0, 60).Select(n => n % 2 == 0
                ? log.AppendAsync($"{n}", "x")
                : others.AppendAsync(new(TestLog.Ann, AuditActions.Step, AuditOutcome.Undone, Detail: $"{n}"), CancellationToken.None)));
        Assert.Equal((true, 60), (await log.VerifyAsync()) switch { var found => (found.Ok, found.Entries) });
    }

    [Fact]
    public async Task ErasedDetail_LeavesTheChainWhole()
    {
        await using var log = new TestLog();
        await log.FillAsync(5);
        await log.Store.Database.WriteAsync(
            (connection, transaction) => connection.Execute("UPDATE entries SET detail = NULL, detail_salt = NULL WHERE seq = 2", transaction: transaction),
            CancellationToken.None);
        Assert.True((await log.VerifyAsync()).Ok);
        Assert.Null((await log.Reader.ListAsync(new(Text: "reason 2"), CancellationToken.None)).Single().Detail);
    }

    [Theory]
    [InlineData("UPDATE entries SET reason = 'other' WHERE seq = 2")]
    [InlineData("UPDATE entries SET detail = 'other' WHERE seq = 2")]
    [InlineData("UPDATE entries SET detail_commitment = NULL, detail = NULL, detail_salt = NULL WHERE seq = 2")]
    [InlineData("DELETE FROM entries WHERE seq = 3")]
    [InlineData("INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE seq = 2")]
    [InlineData("INSERT INTO entries SELECT seq + 7, at, clock_bound_ms, actor, role, origin, action, environment, target, reason, ticket, outcome, run_id, detail, detail_salt, detail_commitment, hash, previous_hash FROM entries WHERE seq = 3")]
    public async Task Store_RefusesToRewriteHistory(string sql)
    {
        await using var log = new TestLog();
        await log.FillAsync(3);
        await Assert.ThrowsAsync<StoreException>(() => log.Store.Database.WriteAsync(
            (connection, transaction) => connection.Execute(sql, transaction: transaction), CancellationToken.None));
        Assert.True((await log.VerifyAsync()).Ok);
    }
}
