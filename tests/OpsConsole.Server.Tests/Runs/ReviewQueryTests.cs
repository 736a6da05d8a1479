using OpsConsole.Server.Runs;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>What went through in spite of a no, as it is asked of the store.</summary>
public sealed class ReviewQueryTests : IAsyncLifetime
{
    private readonly PastStore _store = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task List_ForReview_HasBrokenGlassAndOverridesThatBeganAndEnded()
    {
        await WriteAsync(run => run);
        var broke = await WriteAsync(run => run with { BreakGlass = true });
        var overrode = await WriteAsync(run => run, "clocks");
        await WriteAsync(run => run with { BreakGlass = true, State = RunPhase.Running, EndedAt = null });
        await WriteAsync(run => run with { StartedAt = null, State = RunPhase.Aborted }, "clocks");
        await WriteAsync(run => run with { Operation = Operation.Rollback }, "clocks");
        await WriteAsync(run => run with { Environment = "mars", BreakGlass = true });
        var log = new RunLog(_store.Database);
        Assert.Equal([overrode, broke], (await log.ListAsync(new RunQuery("shop", ForReview: true), default)).Select(run => run.Id));
        Assert.Equal(3, (await log.ListAsync(new RunQuery(ForReview: true), default)).Count);
        Assert.Equal(7, (await log.ListAsync(new RunQuery(), default)).Count);
    }

    private Task<long> WriteAsync(Func<RunState, RunState> change, params string[] overrides)
    {
        var run = change(Sample.Run(0, RunPhase.Succeeded) with { StartedAt = _store.Now, EndedAt = _store.Now });
        return _store.Database.WriteAsync((connection, transaction) => RunLog.Create(connection, transaction, new RunRecord(run, null, overrides)), default);
    }
}
