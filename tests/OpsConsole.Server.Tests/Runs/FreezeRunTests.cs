namespace OpsConsole.Server.Tests.Runs;

/// <summary>A freeze forbids every change but the way back.</summary>
public sealed class FreezeRunTests : SmallConsoleTests
{
    [Fact]
    public async Task Start_WhileFrozen_IsRefusedAndTheWayBackIsNot()
    {
        var there = await _console.RunAsync(Operation.Switch);
        await FreezeAsync();
        foreach (var operation in new[] { Operation.Switch, Operation.Canary, Operation.Restart })
        {
            var asked = await _console.AskAsync(operation, Slot.Blue);
            Assert.Equal(RefusalKind.Frozen, asked.Refusal?.Kind);
            Assert.Contains("holidays", asked.Refusal!.Detail, StringComparison.Ordinal);
        }

        var back = await _console.RunAsync(Operation.Rollback);
        Assert.Equal((RunPhase.Succeeded, there.Id), (back.State, back.Undoes));
    }

    [Fact]
    public async Task Start_FrozenBetweenTheLookAndTheWrite_IsRefused()
    {
        // Whatever is to be written while another has the store comes in turn, after the look has found no freeze.
        using var other = _store.Database.Connect();
        var holding = other.BeginTransaction(deferred: false);
        var freezing = FreezeAsync();
        var asking = _console.AskAsync(Operation.Switch);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        await holding.DisposeAsync();
        await freezing;
        Assert.Equal(RefusalKind.Frozen, (await asking).Refusal?.Kind);
        Assert.Empty(await _console.Runs.ListAsync(new RunQuery(), default));
    }

    [Fact]
    public async Task Rollback_RightHasGrownCold_IsHeldUpByAFreeze()
    {
        var there = await _console.RunAsync(Operation.Switch);
        await _store.Database.WriteAsync(
            (connection, transaction) => Server.Storage.UndoRights.KeepWarm(connection, transaction, there.Id, Sample.At), default);
        await FreezeAsync();
        Assert.Equal(RefusalKind.Frozen, (await _console.AskAsync(Operation.Rollback)).Refusal?.Kind);
        Assert.True((await _console.Runs.KeepWarmAsync(SmallConsole.Ann, "shop", 60, default)).Ok);
        Assert.Equal(RunPhase.Succeeded, (await _console.RunAsync(Operation.Rollback)).State);
    }

    [Fact]
    public async Task Freeze_Overridden_NeedsASecondPerson()
    {
        await FreezeAsync();
        var asked = await _console.AskAsync(Operation.Switch, overrides: ["freeze"]);
        Assert.Equal(RunPhase.AwaitingApproval, asked.Value?.State);
        Assert.Equal(RunPhase.Succeeded, (await _console.ApproveAndEndAsync(asked.Value!.Id, SmallConsole.Lead)).State);
    }

    [Fact]
    public async Task KeepWarm_AddsToWhatIsLeft()
    {
        Assert.Equal(RefusalKind.WrongState, (await _console.Runs.KeepWarmAsync(SmallConsole.Ann, "shop", 60, default)).Refusal?.Kind);
        var run = await _console.RunAsync(Operation.Switch);
        var kept = await _console.Runs.KeepWarmAsync(SmallConsole.Ann, "shop", 1800, default);
        Assert.Equal((run.EndedAt!.Value.AddSeconds(3600), run.Id), (kept.Value?.Undo.WarmUntil, kept.Value?.Undo.Run));
        Assert.Equal(RefusalKind.NotAllowed, (await _console.Runs.KeepWarmAsync(SmallConsole.Viewer, "shop", 60, default)).Refusal?.Kind);
        Assert.Equal(RefusalKind.BadRequest, (await _console.Runs.KeepWarmAsync(SmallConsole.Ann, "shop", 604_800, default)).Refusal?.Kind);
    }

    private async Task FreezeAsync()
    {
        var frozen = await _console.Of<IFreezes>().FreezeAsync(SmallConsole.Lead, "shop", new FreezeRequest("holidays", TimeProvider.System.GetUtcNow().AddHours(1)), default);
        Assert.True(frozen.Ok, frozen.Refusal?.Detail);
    }
}
