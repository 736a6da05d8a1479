using OpsConsole.Server.Gateways;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>Whole runs, against slots and a gateway with real ports.</summary>
public sealed class SwitchTests : SmallConsoleTests
{
    [Fact]
    public async Task Switch_AndBack_IsProvenMeasuredAndEntered()
    {
        var there = await _console.RunAsync(Operation.Switch);
        Assert.Equal((RunPhase.Succeeded, Slot.Green, Weights.AllTo(Slot.Green)), (there.State, there.Target, _world.Weights));
        Assert.Equal([StepNames.Gates, StepNames.Warm, StepNames.Shift, StepNames.Receipts, StepNames.Bake], there.Steps.Select(step => step.Name));
        Assert.All(there.Steps, step => Assert.Equal(StepPhase.Succeeded, step.State));
        Assert.Equal(new Receipts(20, 20, 0), there.Measured.Receipts);
        Assert.True(there.Measured.FirstNewResponseMs >= 0);

        var back = await _console.RunAsync(Operation.Rollback);
        Assert.Equal((RunPhase.Succeeded, Slot.Blue, Weights.AllTo(Slot.Blue)), (back.State, back.Target, _world.Weights));
        Assert.Equal([StepNames.Shift, StepNames.Receipts], back.Steps.Select(step => step.Name));
        Assert.Equal(new Established(Weights.AllTo(Slot.Blue), true), await _console.Log.EstablishedAsync("shop", default));
        Assert.True(_console.Feed.Latest<Server.Live.UndoRecord>("shop")?.Seconds > 0);

        var entries = await _console.EntriesAsync();
        Assert.Equal([AuditOutcome.Asked, AuditOutcome.Succeeded], entries.Where(entry => entry.RunId == back.Id && entry.Action == AuditActions.Run).Select(entry => entry.Outcome).Order());
        Assert.Equal(5, entries.Count(entry => entry.RunId == there.Id && entry is { Action: AuditActions.Step, Outcome: AuditOutcome.Succeeded }));
        Assert.True((await _console.Audit.VerifyAsync(default)).Ok);
    }

    [Fact]
    public async Task Switch_ReceiptsNeverCome_UndoesItself()
    {
        _world.Really = Slot.Blue;
        var run = await _console.RunAsync(Operation.Switch);
        Assert.Equal((RunPhase.RolledBack, Weights.AllTo(Slot.Blue)), (run.State, _world.Weights));
        Assert.Equal(StepPhase.Undone, Step(run, StepNames.Shift).State);
        Assert.Equal(StepPhase.Failed, Step(run, StepNames.Receipts).State);
        Assert.Equal(StepPhase.Skipped, Step(run, StepNames.Bake).State);
        Assert.True(run.Measured.Receipts is { New: 0, Old: > 0 });
        Assert.Null(run.Measured.FirstNewResponseMs);
    }

    [Fact]
    public async Task Switch_GatewayRefuses_IsTakenBack()
    {
        _world.Changing = weights => weights.Green == 100 ? throw new GatewayException("no") : Task.CompletedTask;
        var run = await _console.RunAsync(Operation.Switch);
        Assert.Equal((RunPhase.RolledBack, Weights.AllTo(Slot.Blue)), (run.State, _world.Weights));
        Assert.Equal("no", run.Outcome);
    }

    [Fact]
    public async Task Bake_NewSlotFails_UndoesItselfAndSaysWhy()
    {
        var run = await BakingAsync();
        _world.Mood(Slot.Green, SlotMood.Unwell);
        var ended = await _console.EndAsync(run);
        Assert.Equal((RunPhase.RolledBack, Weights.AllTo(Slot.Blue)), (ended.State, _world.Weights));
        Assert.Equal("green: 3 probes in a row failed: HTTP 500", ended.Outcome);
        Assert.Empty(ended.Watch);
    }

    [Fact]
    public async Task Bake_OldSlotFails_GoesOn()
    {
        var run = await BakingAsync(bake: 2);
        _world.Mood(Slot.Blue, SlotMood.Unwell);
        Assert.Equal(RunPhase.Succeeded, (await _console.EndAsync(run)).State);
    }

    [Fact]
    public async Task Bake_ManyAnswersAreErrors_UndoesItselfAndSaysWhy()
    {
        var run = await BakingAsync();
        _world.Traffic = _ => SmallWorld.Told(Seconds(), 0, (Slot.Green, 30, 20), (Slot.Blue, 1000, 0));
        var ended = await _console.EndAsync(run);
        Assert.Equal(RunPhase.RolledBack, ended.State);
        Assert.StartsWith("green: 67 % errors in 1 s (20 of 30 answers)", ended.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bake_TrafficSourceAnHourBehind_JudgesAllTheSame()
    {
        _world.Traffic = _ => SmallWorld.Told(Seconds() - 3600);
        var run = await BakingAsync();
        _world.Traffic = _ => SmallWorld.Told(Seconds() - 3600, 0, (Slot.Green, 30, 30));
        Assert.Equal(RunPhase.RolledBack, (await _console.EndAsync(run)).State);
    }

    [Fact]
    public async Task Bake_TrafficSourceGoesSilent_GoesOnAndSaysSo()
    {
        var run = await BakingAsync(bake: 5);
        await Eventually.BecomesTrueAsync(() => _console.Feed.Latest<RunState>($"{run}")!.Watch.Any(rule => rule.Evidence == "too few: no answers in 10 s"));
        _world.Traffic = null;
        await Eventually.BecomesTrueAsync(() => _console.Feed.Latest<RunState>($"{run}")!.Watch.Any(rule => rule.Evidence == "the traffic source does not answer"));
        Assert.Equal(RunPhase.Succeeded, (await _console.EndAsync(run)).State);
    }

    [Fact]
    public async Task Bake_ARuleBreaks_IsTakenBack()
    {
        var run = await BakingAsync();
        _world.Traffic = _ => throw new InvalidOperationException("a bug in a source");
        var ended = await _console.EndAsync(run);
        Assert.Equal((RunPhase.RolledBack, Weights.AllTo(Slot.Blue)), (ended.State, _world.Weights));
        Assert.Contains("a bug in a source", ended.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bake_Confirmed_EndsAsGood()
    {
        var run = await BakingAsync();
        Assert.True((await _console.Runs.ConfirmAsync(SmallConsole.Lead, run, default)).Ok);
        var ended = await _console.EndAsync(run);
        Assert.Equal(RunPhase.Succeeded, ended.State);
        Assert.StartsWith("kept by lea after", Step(ended, StepNames.Bake).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bake_Aborted_IsTakenBackAndTheSecondAbortIsTooLate()
    {
        var run = await BakingAsync();
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => _console.Runs.AbortAsync(SmallConsole.Ann, run, default)));
        Assert.Single(both, one => one.Ok);
        Assert.Equal(RefusalKind.WrongState, both.Single(one => !one.Ok).Refusal!.Kind);
        var ended = await _console.EndAsync(run);
        Assert.Equal((RunPhase.Aborted, Weights.AllTo(Slot.Blue), "Aborted by ann."), (ended.State, _world.Weights, ended.Outcome));
        Assert.Single(await _console.EntriesAsync(AuditActions.Abort));
        Assert.Equal(RefusalKind.WrongState, (await _console.Runs.AbortAsync(SmallConsole.Ann, run, default)).Refusal?.Kind);
        Assert.Equal(RefusalKind.WrongState, (await _console.Runs.ConfirmAsync(SmallConsole.Ann, run, default)).Refusal?.Kind);
    }

    [Fact]
    public async Task Restart_OfADeadSlot_BringsItBack()
    {
        _world.Mood(Slot.Green, SlotMood.Unwell);
        var run = await _console.RunAsync(Operation.Restart, Slot.Green);
        Assert.Equal(RunPhase.Succeeded, run.State);
        Assert.Equal(0, _world.Changes);
    }

    private static StepState Step(RunState run, string name) => run.Steps.Single(step => step.Name == name);

    private static long Seconds() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private async Task<long> BakingAsync(int bake = 600)
    {
        var asked = await _console.AskAsync(Operation.Switch, bake: bake);
        Assert.True(asked.Ok, asked.Refusal?.Detail);
        await _console.BecomesAsync(asked.Value.Id, RunPhase.Baking);
        return asked.Value.Id;
    }
}
