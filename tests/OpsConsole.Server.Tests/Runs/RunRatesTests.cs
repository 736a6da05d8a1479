using Dapper;
using OpsConsole.Server.Runs;

namespace OpsConsole.Server.Tests.Runs;

public sealed class RunRatesTests : IAsyncLifetime
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly PastStore _store = new();

    private RunRates Rates => new(_store.Database, _store.Time);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Rate_NothingEnded_IsUnknownAndNotZero()
    {
        await _store.WriteAsync(Sample.Run(0, RunPhase.Running));
        var rate = await Rates.OfAsync("shop", default);
        Assert.Equal(
            (new RateHour(0, 0, 0, 0, null), 0, 0, (double?)null, (double?)null, new PredictionError(0, null)),
            (rate.Hour, rate.Rows.Count, rate.Undo.Count, rate.Undo.MedianSeconds, rate.Undo.WorstSeconds, rate.Prediction));
    }

    [Fact]
    public async Task Rate_OfOneEnvironment_LeavesOthersOut()
    {
        await _store.AddAsync(RunPhase.Succeeded, s_minute);
        await _store.AddAsync(RunPhase.Failed, s_minute, change: run => run with { Environment = "mars" });
        Assert.Equal(new RateHour(1, 1, 0, 0, 1), (await Rates.OfAsync("shop", default)).Hour);
        Assert.Equal(new RateHour(2, 1, 0, 1, 0.5), (await Rates.OfAsync(null, default)).Hour);
        Assert.Equal([("shop", 1), ("mars", 0), ("venus", (double?)null)], (await Rates.HoursAsync(["shop", "mars", "venus"], default)).Select(of => (of.Environment, of.Hour.Ratio)));
    }

    [Theory]
    [InlineData(RunPhase.Aborted)]
    [InlineData(RunPhase.RolledBack)]
    public async Task Rate_GivenUpBeforeItBegan_IsNoAttempt(RunPhase state)
    {
        await _store.AddAsync(state, s_minute, change: run => run with { StartedAt = null });
        await _store.AddAsync(state, s_minute);
        Assert.Equal(new RateHour(1, 0, 1, 0, 0), (await Rates.OfAsync("shop", default)).Hour);
    }

    [Fact]
    public async Task Rows_OlderThanADay_AreNotTold()
    {
        await _store.AddAsync(RunPhase.Succeeded, TimeSpan.FromHours(25));
        await _store.AddAsync(RunPhase.Succeeded, TimeSpan.FromHours(24));
        await _store.AddAsync(RunPhase.Succeeded, TimeSpan.FromHours(2));
        var rate = await Rates.OfAsync("shop", default);
        Assert.Equal((0, 2), (rate.Hour.Attempts, rate.Rows.Count));
    }

    [Fact]
    public async Task Undo_ManyWaysBack_AreTheLastTwentyByTheirEndNewestFirst()
    {
        // The one that ended last was not asked for last.
        await _store.AddRollbackAsync(TimeSpan.Zero, 7);
        for (var ago = 1; ago <= 21; ago++)
        {
            await _store.AddRollbackAsync(ago * s_minute, ago);
        }

        await _store.AddUndoneAsync(s_minute / 2, 0.5);
        // Neither moved nothing and failed, nor could not be proven.
        await _store.AddAsync(RunPhase.RolledBack, s_minute / 3);
        await _store.AddAsync(RunPhase.Failed, s_minute / 3, change: run => run with { Operation = Operation.Rollback });
        var undo = (await Rates.OfAsync("shop", default)).Undo;
        Assert.Equal([7, 0.5, .. Enumerable.Range(1, 18).Select(seconds => (double)seconds)], undo.Last);
        Assert.Equal((20, 8.5, 18.0), (undo.Count, undo.MedianSeconds, undo.WorstSeconds));
    }

    [Fact]
    public async Task Prediction_WhereBothAreKnown_IsTheMedianOfHowFarOff()
    {
        await _store.AddAsync(RunPhase.Succeeded, s_minute, change: run => run with { Predicted = new Predicted(2), Actual = new Actual(2.5, 0, null) });
        await _store.AddAsync(RunPhase.Succeeded, s_minute, change: run => run with { Predicted = new Predicted(5), Actual = new Actual(2, null, null) });
        await _store.AddAsync(RunPhase.Succeeded, s_minute, change: run => run with { Predicted = new Predicted(2), Actual = new Actual(3, null, null) });
        await _store.AddAsync(RunPhase.Succeeded, s_minute, change: run => run with { Predicted = new Predicted(null), Actual = new Actual(90, null, null) });
        await _store.AddAsync(RunPhase.Succeeded, s_minute, change: run => run with { Predicted = new Predicted(90) });
        await _store.AddAsync(RunPhase.RolledBack, s_minute, change: run => run with { Predicted = new Predicted(90), Actual = new Actual(null, null, null) });
        Assert.Equal(new PredictionError(3, 1), (await Rates.OfAsync("shop", default)).Prediction);
    }

    [Fact]
    public async Task Query_GoesByIndexAndSortsNothing()
    {
        foreach (var query in RunRates.Queries)
        {
            var plan = await _store.Database.ReadAsync(
                connection => connection.Query<(long, long, long, string Detail)>($"EXPLAIN QUERY PLAN {query}", new { environment = "shop", from = "2026", last = 20 }).Select(line => line.Detail).ToList(), default);
            Assert.Contains(plan, step => step.Contains(query.Contains("'rollback'", StringComparison.Ordinal) ? "runs_back" : "runs_ended", StringComparison.Ordinal));
            Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
        }
    }
}
