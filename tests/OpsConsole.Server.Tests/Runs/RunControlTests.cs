using OpsConsole.Server.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>What the door refuses, and that a refusal changes nothing.</summary>
public sealed class RunControlTests : SmallConsoleTests
{
    [Fact]
    public async Task Start_ByAViewer_IsRefusedAndEntered()
    {
        await RefusedAsync(RefusalKind.NotAllowed, _console.AskAsync(Operation.Switch, actor: SmallConsole.Viewer));
        var entry = Assert.Single(await _console.EntriesAsync(AuditActions.Refusal));
        Assert.Equal(("vic", "switch", AuditOutcome.Refused, "a test"), (entry.Actor, entry.Target, entry.Outcome, entry.Reason));
    }

    [Fact]
    public async Task Start_ByAViewerWithALongReason_DoesNotFillTheLog()
    {
        await _console.Runs.StartAsync(SmallConsole.Viewer, "shop", new RunRequest(Operation.Switch, Reason: new string('x', 60_000)), null, default);
        Assert.Equal(500, Assert.Single(await _console.EntriesAsync(AuditActions.Refusal)).Reason!.Length);
    }

    [Fact]
    public async Task Plan_ByAViewer_IsRefusedAndEntered()
    {
        var plan = await _console.Runs.PlanAsync(SmallConsole.Viewer, "shop", new RunRequest(Operation.Switch, DryRun: true), default);
        Assert.Equal(RefusalKind.NotAllowed, plan.Refusal?.Kind);
        Assert.Single(await _console.EntriesAsync(AuditActions.Refusal));
    }

    [Fact]
    public async Task Start_TargetDown_IsRefusedWithTheGates()
    {
        _world.Mood(Slot.Green, SlotMood.Unwell);
        await Eventually.IsAsync(() => PlanAsync(), plan => plan.Gates.Any(gate => gate is { Name: "target-healthy", Blocks: true }));
        var refusal = await RefusedAsync(RefusalKind.GateFailed, _console.AskAsync(Operation.Switch));
        Assert.Contains(refusal.Gates!, gate => gate is { Name: "target-healthy", State: GateVerdict.Fail });
        Assert.Single(await _console.EntriesAsync(AuditActions.Refusal));
        await RefusedAsync(RefusalKind.BadRequest, _console.AskAsync(Operation.Switch, actor: SmallConsole.Lead, overrides: ["target-healthy"]));
    }

    [Fact]
    public async Task Start_TargetIsLive_IsRefused() => await RefusedAsync(RefusalKind.WrongState, _console.AskAsync(Operation.Switch, Slot.Blue));

    [Fact]
    public async Task Rollback_LiveButNeverProven_IsEstablishedAnew()
    {
        await _store.Database.WriteAsync(
            (connection, transaction) => Server.Storage.EstablishedWeights.Set(connection, transaction, "shop", Weights.AllTo(Slot.Blue), proven: false, Sample.At), default);
        var run = await _console.RunAsync(Operation.Rollback, Slot.Blue);
        Assert.Equal(RunPhase.Succeeded, run.State);
        Assert.True((await _console.Log.EstablishedAsync("shop", default))!.Proven);
    }

    [Fact]
    public async Task Rollback_TargetDown_IsNotHeldUpByAnyGateAndUndoesItselfWithoutReceipts()
    {
        await _console.RunAsync(Operation.Switch);
        _world.Mood(Slot.Blue, SlotMood.Unwell);
        var run = await _console.RunAsync(Operation.Rollback);
        Assert.Equal((RunPhase.RolledBack, Weights.AllTo(Slot.Green)), (run.State, _world.Weights));

        // What did not come through has used nothing up.
        _world.Mood(Slot.Blue, SlotMood.Well);
        Assert.Equal(RunPhase.Succeeded, (await _console.RunAsync(Operation.Rollback)).State);
    }

    [Fact]
    public async Task Start_RunIsAtWork_IsRefusedAndNamesIt()
    {
        var first = (await _console.AskAsync(Operation.Switch, bake: 600)).Value!;
        var refusal = await RefusedAsync(RefusalKind.RunActive, _console.AskAsync(Operation.Switch));
        Assert.Contains($"Run {first.Id} (switch to green by ann: a test)", refusal.Detail, StringComparison.Ordinal);
        await RefusedAsync(RefusalKind.RunActive, _console.AskAsync(Operation.Rollback));
        Assert.Single(await _console.Runs.ListAsync(new RunQuery(), default));
    }

    [Theory]
    [InlineData("", RefusalKind.BadRequest)]
    [InlineData(null, null)]
    public async Task Start_Key_IsNotEmpty(string? key, RefusalKind? expected)
        => Assert.Equal(expected, (await _console.AskAsync(Operation.Switch, key: key)).Refusal?.Kind);

    [Fact]
    public async Task Start_SameKey_IsTheSameRunForTheSameContentAndActorOnly()
    {
        var first = (await _console.AskAsync(Operation.Switch, key: "k", bake: 600)).Value!;
        Assert.Equal(first.Id, (await _console.AskAsync(Operation.Switch, key: "k", bake: 600)).Value?.Id);
        await RefusedAsync(RefusalKind.IdempotencyMismatch, _console.AskAsync(Operation.Switch, key: "k", bake: 601));
        await RefusedAsync(RefusalKind.RunActive, _console.AskAsync(Operation.Switch, actor: SmallConsole.Lead, key: "k", bake: 600));
        await _console.BecomesAsync(first.Id, RunPhase.Baking);
        await _console.Runs.ConfirmAsync(SmallConsole.Ann, first.Id, default);
        await _console.EndAsync(first.Id);
        Assert.Equal(first.Id, (await _console.AskAsync(Operation.Switch, key: "k", bake: 600)).Value?.Id);
        Assert.Single(await _console.Runs.ListAsync(new RunQuery(), default));
    }

    [Fact]
    public async Task Start_SameKeyManyTimesAtOnce_IsOneRun()
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _console.AskAsync(Operation.Switch, key: "k", bake: 600)));
        Assert.All(asked, one => Assert.True(one.Ok, one.Refusal?.Detail));
        Assert.Single(asked.Select(one => one.Value!.Id).Distinct());
    }

    [Fact]
    public async Task Start_RefusedWithAKey_IsNotRemembered()
    {
        await RefusedAsync(RefusalKind.WrongState, _console.AskAsync(Operation.Switch, Slot.Blue, key: "k"));
        Assert.True((await _console.AskAsync(Operation.Switch, Slot.Green, key: "k")).Ok);
    }

    [Fact]
    public async Task Plan_GatesFail_TellsAllAndChangesNothing()
    {
        _world.Mood(Slot.Green, SlotMood.Unwell);
        await Eventually.IsAsync(() => PlanAsync(), plan => plan.Gates.Any(gate => gate.Blocks));
        var plan = await PlanAsync();
        Assert.Equal([StepNames.Gates, StepNames.Warm, StepNames.Shift, StepNames.Receipts, StepNames.Bake], plan.Plan.Select(step => step.Name));
        Assert.Equal("- green 0\n+ green 100\n", plan.GatewayDiff);
        Assert.Equal(0, _world.Changes);
        Assert.Empty(await _console.Runs.ListAsync(new RunQuery(), default));
        Assert.Empty(await _console.EntriesAsync(AuditActions.Run));
    }

    [Fact]
    public async Task Stop_NoSuchRun_IsNotFound()
    {
        Assert.Equal(RefusalKind.NotFound, (await _console.Runs.AbortAsync(SmallConsole.Ann, 99, default)).Refusal?.Kind);
        Assert.Equal(RefusalKind.NotFound, (await _console.Runs.ApproveAsync(SmallConsole.Lead, 99, default)).Refusal?.Kind);
    }

    [Fact]
    public async Task Stop_WrongPersonOrState_IsRefusedAndEntered()
    {
        var run = (await _console.AskAsync(Operation.Switch, bake: 600)).Value!.Id;
        await _console.BecomesAsync(run, RunPhase.Baking);
        Assert.Equal(RefusalKind.NotAllowed, (await _console.Runs.AbortAsync(SmallConsole.Viewer, run, default)).Refusal?.Kind);
        Assert.Equal(RefusalKind.NotAllowed, (await _console.Runs.ApproveAsync(SmallConsole.Ann, run, default)).Refusal?.Kind);
        Assert.Equal(RefusalKind.WrongState, (await _console.Runs.ApproveAsync(SmallConsole.Lead, run, default)).Refusal?.Kind);
        Assert.Equal(3, (await _console.EntriesAsync(AuditActions.Refusal)).Count);
        Assert.Equal(RunPhase.Baking, (await _console.Runs.FindAsync(run, default))!.State);
    }

    private async Task<RunPlan> PlanAsync()
        => (await _console.Runs.PlanAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Switch, Slot.Green, DryRun: true), default)).Value!;

    private async Task<Refusal> RefusedAsync(RefusalKind kind, Task<Result<RunState>> asking)
    {
        var changes = _world.Changes;
        var asked = await asking;
        Assert.Equal(kind, asked.Refusal?.Kind);
        Assert.Equal(changes, _world.Changes);
        return asked.Refusal!;
    }
}
