using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>Who carries a run out, whatever happens to the store and to the console.</summary>
public sealed class RunWorkerTests : IAsyncLifetime
{
    private readonly TempDatabase _store = new();
    private SmallWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await SmallWorld.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task TwoConsoles_ContendedStarts_AreOneRunEachDoneOnce()
    {
        using var other = Process.Start("sleep", ["600"]);
        try
        {
            await using var database = Database.Open(_store.Directory);
            await using var one = await SmallConsole.StartAsync(_store.Database, _world.Environment());
            await using var two = await SmallConsole.StartAsync(database, _world.Environment(), ProcessIdentity.Find(other.Id));
            await one.ReadyAsync();
            await two.ReadyAsync();
            for (var round = 1; round <= 5; round++)
            {
                var target = round % 2 == 1 ? Slot.Green : Slot.Blue;
                var asked = await Task.WhenAll(Enumerable.Range(0, 10).Select(index => (index % 2 == 0 ? one : two).AskAsync(Operation.Switch, target)));
                var run = Assert.Single(asked, result => result.Ok).Value!.Id;
                Assert.All(asked.Where(result => !result.Ok), result => Assert.Equal(RefusalKind.RunActive, result.Refusal!.Kind));
                Assert.Equal(RunPhase.Succeeded, (await one.EndAsync(run)).State);
                Assert.Equal((round, Weights.AllTo(target)), (_world.Changes, _world.Weights));
                // Both tell the same, whoever did it.
                await Eventually.BecomesTrueAsync(() => new[] { one, two }.All(console => console.Feed.Latest<RunState>($"{run}") is { State: RunPhase.Succeeded }));
                await Eventually.BecomesTrueAsync(() => new[] { one, two }.All(console => console.Feed.Latest<EnvironmentState>("shop") is { ActiveRun: null, Live: { } live } && live == target));
            }
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public async Task Console_StoppedInABake_TheNextOneTakesItUp()
    {
        long run;
        await using (var first = await SmallConsole.StartAsync(_store.Database, _world.Environment()))
        {
            await first.ReadyAsync();
            run = (await first.AskAsync(Operation.Switch, bake: 2)).Value!.Id;
            await first.BecomesAsync(run, RunPhase.Baking);
        }

        Assert.Equal("", await _store.Database.ReadAsync(connection => connection.ExecuteScalar<string>("SELECT holder FROM leases"), default));
        await using var second = await SmallConsole.StartAsync(_store.Database, _world.Environment());
        var ended = await second.EndAsync(run);
        Assert.Equal((RunPhase.Succeeded, Weights.AllTo(Slot.Green), 1), (ended.State, _world.Weights, _world.Changes));
        Assert.Equal(2, ended.Steps.Single(step => step.Name == StepNames.Bake).Attempt);
    }

    [Fact]
    public async Task Console_DiedAfterAnUndoHadFailed_TheNextOneTriesOnceMore()
    {
        _world.Weights = Weights.AllTo(Slot.Green);
        var id = await LeaveAsync((StepNames.Shift, StepPhase.Running), (StepNames.Shift, StepPhase.Failed), (StepNames.Shift, StepPhase.Undoing), (StepNames.Shift, StepPhase.UndoFailed));
        await using var console = await SmallConsole.StartAsync(_store.Database, _world.Environment());
        var ended = await console.EndAsync(id);
        Assert.Equal((RunPhase.RolledBack, Weights.AllTo(Slot.Blue)), (ended.State, _world.Weights));
        Assert.Equal(StepPhase.Undone, ended.Steps.Single(step => step.Name == StepNames.Shift).State);
    }

    [Fact]
    public async Task Console_DiedAfterTheEffectOfAShift_TheNextOneLooksAndDoesNotRepeatIt()
    {
        _world.Weights = Weights.AllTo(Slot.Green);
        var id = await LeaveAsync((StepNames.Gates, StepPhase.Running), (StepNames.Gates, StepPhase.Succeeded), (StepNames.Warm, StepPhase.Running), (StepNames.Warm, StepPhase.Succeeded), (StepNames.Shift, StepPhase.Running));
        await using var console = await SmallConsole.StartAsync(_store.Database, _world.Environment());
        var ended = await console.EndAsync(id);
        Assert.Equal((RunPhase.Succeeded, 0), (ended.State, _world.Changes));
        Assert.Equal("found done after a restart", ended.Steps.Single(step => step.Name == StepNames.Shift).Detail);
    }

    [Fact]
    public async Task Console_DiedWhenItHadBeenToldToAbort_TheNextOneTakesTheRunBack()
    {
        _world.Weights = Weights.AllTo(Slot.Green);
        var id = await LeaveAsync((StepNames.Shift, StepPhase.Running));
        await _store.Database.WriteAsync((connection, transaction) => RunLog.RequestStop(connection, transaction, id, RunRecord.Abort, "ann", null), default);
        await using var console = await SmallConsole.StartAsync(_store.Database, _world.Environment());
        var ended = await console.EndAsync(id);
        Assert.Equal((RunPhase.Aborted, Weights.AllTo(Slot.Blue), "Aborted by ann."), (ended.State, _world.Weights, ended.Outcome));
        Assert.Equal(StepPhase.Skipped, ended.Steps[^1].State);
    }

    [Fact]
    public async Task Rollback_StoreIsLocked_GoesOnAndIsEnteredLaterOnce()
    {
        await using var console = await SmallConsole.StartAsync(_store.Database, _world.Environment());
        await console.ReadyAsync();
        await console.RunAsync(Operation.Switch);

        using var stranger = new SqliteConnection($"Data Source={_store.Database.Path}");
        stranger.Open();
        stranger.Execute("BEGIN IMMEDIATE");
        var asked = await console.AskAsync(Operation.Rollback);
        Assert.True(asked.Ok, asked.Refusal?.Detail);
        await Eventually.BecomesTrueAsync(() => console.Feed.Latest<RunState>($"{asked.Value.Id}") is { State: RunPhase.Succeeded }, patience: TimeSpan.FromSeconds(60));
        Assert.Equal(Weights.AllTo(Slot.Blue), _world.Weights);
        Assert.Null(await console.Runs.FindAsync(asked.Value.Id, default));

        stranger.Execute("ROLLBACK");
        var ended = await console.EndAsync(asked.Value.Id);
        Assert.Equal(RunPhase.Succeeded, ended.State);
        Assert.Equal(new Receipts(20, 20, 0), ended.Measured.Receipts);
        var entries = (await console.EntriesAsync(AuditActions.Run)).Where(entry => entry.RunId == ended.Id).Select(entry => entry.Outcome);
        Assert.Equal([AuditOutcome.Succeeded, AuditOutcome.Asked], entries);
        Assert.Equal(2, _world.Changes);
        Assert.True((await console.Audit.VerifyAsync(default)).Ok);
    }

    [Fact]
    public async Task Switch_StoreIsLocked_IsNotStarted()
    {
        await using var console = await SmallConsole.StartAsync(_store.Database, _world.Environment());
        await console.ReadyAsync();
        using var stranger = new SqliteConnection($"Data Source={_store.Database.Path}");
        stranger.Open();
        stranger.Execute("BEGIN IMMEDIATE");
        var asked = await console.AskAsync(Operation.Switch);
        stranger.Execute("ROLLBACK");
        Assert.Equal(RefusalKind.NotRecorded, asked.Refusal?.Kind);
        Assert.Equal(0, _world.Changes);
        Assert.Empty(await console.Runs.ListAsync(new RunQuery(), default));
    }

    [Fact]
    public async Task Bake_StoreIsLockedWhileItIsUndone_IsUndoneOnce()
    {
        await using var console = await SmallConsole.StartAsync(_store.Database, _world.Environment());
        await console.ReadyAsync();
        var run = (await console.AskAsync(Operation.Switch, bake: 600)).Value!.Id;
        await console.BecomesAsync(run, RunPhase.Baking);
        using var stranger = new SqliteConnection($"Data Source={_store.Database.Path}");
        stranger.Open();
        stranger.Execute("BEGIN IMMEDIATE");
        _world.Mood(Slot.Green, SlotMood.Unwell);
        await Eventually.BecomesTrueAsync(() => console.Feed.Latest<RunState>($"{run}") is { State: RunPhase.RolledBack }, patience: TimeSpan.FromSeconds(60));
        Assert.Equal((2, Weights.AllTo(Slot.Blue)), (_world.Changes, _world.Weights));

        stranger.Execute("ROLLBACK");
        var ended = await console.EndAsync(run);
        Assert.Equal((RunPhase.RolledBack, 2), (ended.State, _world.Changes));
        Assert.Single(await console.EntriesAsync(AuditActions.Run), entry => entry.RunId == run && entry.Outcome == AuditOutcome.Undone);
    }

    /// <summary>A switch to green as a console leaves it that dies after these words in its log.</summary>
    private async Task<long> LeaveAsync(params (string Step, StepPhase Phase)[] log)
    {
        var plan = new[] { StepNames.Gates, StepNames.Warm, StepNames.Shift, StepNames.Receipts, StepNames.Bake };
        var id = await RunBench.AskAsync(_store, [.. plan.Select(ScriptedStep.Good)]);
        var run = (await new RunLog(_store.Database).FindAsync(id, default))!.State;
        foreach (var (step, phase) in log)
        {
            var next = new RunEvent(TimeProvider.System.GetUtcNow(), step, phase, "as it was");
            run = RunHistory.Apply(run, next);
            await _store.Database.WriteAsync((connection, transaction) => RunLog.Save(connection, transaction, run, next), default);
        }

        return id;
    }
}
