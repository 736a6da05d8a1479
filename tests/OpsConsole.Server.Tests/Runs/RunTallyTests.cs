using Dapper;
using OpsConsole.Server.Runs;

namespace OpsConsole.Server.Tests.Runs;

public sealed class RunTallyTests : IAsyncLifetime
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly PastStore _store = new();
    private RunTally _tally = null!;

    public ValueTask InitializeAsync()
    {
        _tally = new RunTally(_store.Database);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Tally_EachRun_IsCountedOnceWhenItHasEnded()
    {
        await _store.AddAsync(RunPhase.Succeeded, s_minute, 3);
        var waiting = await _store.WriteAsync(Sample.Run(0, RunPhase.Scheduled) with { StartedAt = null });
        await _store.AddAsync(RunPhase.Succeeded, s_minute, 4000);
        Assert.Equal([("succeeded", 2)], await OutcomesAsync());
        Assert.Equal([("succeeded", 2)], await OutcomesAsync());

        await _store.EndAsync(waiting);
        await _store.AddAsync(RunPhase.Failed, s_minute);
        Assert.Equal([("failed", 1), ("succeeded", 3)], await OutcomesAsync());

        // The one that never began took no time.
        var took = Assert.Single((await _tally.ReadAsync(default))!.Took);
        Assert.Equal(("switch", 3, 4004.0), (took.Operation, took.Seconds.Count, took.Seconds.Sum));
        Assert.Equal([1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3], took.Seconds.Buckets.Select(bucket => bucket.Count));
    }

    [Fact]
    public async Task Tally_ReadByManyAtOnce_CountsNothingTwice()
    {
        for (var run = 0; run < 50; run++)
        {
            await _store.AddAsync(RunPhase.Succeeded, s_minute);
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _tally.ReadAsync(default)));
        Assert.Equal([("succeeded", 50)], await OutcomesAsync());
    }

    [Fact]
    public async Task Tally_WaysBack_AreCountedApart()
    {
        await _store.AddRollbackAsync(s_minute, 2);
        await _store.AddUndoneAsync(s_minute, 0.4);
        await _store.AddAsync(RunPhase.RolledBack, s_minute);
        var undo = (await _tally.ReadAsync(default))!.Undo;
        Assert.Equal((2, 2.4), (undo.Count, undo.Sum));
        Assert.Equal([(0.1, 0), (0.25, 0), (0.5, 1), (1, 1), (2.5, 2)], undo.Buckets.Take(5));
    }

    [Fact]
    public async Task Tally_StoreLosesRunsOrCannotBeRead_NeverFalls()
    {
        await _store.AddAsync(RunPhase.Succeeded, s_minute);
        await OutcomesAsync();
        await _store.Database.WriteAsync((connection, transaction) => connection.Execute("DELETE FROM runs", transaction: transaction), default);
        Assert.Equal([("succeeded", 1)], await OutcomesAsync());

        await _store.Database.WriteAsync((connection, transaction) => connection.Execute("ALTER TABLE runs RENAME TO gone", transaction: transaction), default);
        Assert.Equal([("succeeded", 1)], await OutcomesAsync());
        Assert.Null(await new RunTally(_store.Database).ReadAsync(default));
    }

    private async Task<IEnumerable<(string, long)>> OutcomesAsync() => (await _tally.ReadAsync(default))!.Runs.Select(run => (run.Outcome, run.Count));
}
