using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>The way back is a right that a run leaves, good for once.</summary>
public sealed class UndoRightTests : SmallConsoleTests
{
    [Fact]
    public async Task Rollback_Twice_IsRefusedTheSecondTimeAndChangesNothing()
    {
        var there = await _console.RunAsync(Operation.Switch);
        var back = await _console.RunAsync(Operation.Rollback);
        Assert.Equal((RunPhase.Succeeded, there.Id), (back.State, back.Undoes));
        var changes = _world.Changes;

        var refusal = await RefusedAsync();

        Assert.Contains($"Run {there.Id} was taken back already, by run {back.Id}", refusal.Detail, StringComparison.Ordinal);
        Assert.Equal((changes, Weights.AllTo(Slot.Blue)), (_world.Changes, _world.Weights));
    }

    [Fact]
    public async Task Rollback_NothingWasEverMoved_IsRefused()
        => Assert.Contains("there is nothing to take back", (await RefusedAsync()).Detail, StringComparison.Ordinal);

    [Fact]
    public async Task Rollback_AfterARunThatTookItselfBack_IsRefused()
    {
        _world.Really = Slot.Blue;
        var run = await _console.RunAsync(Operation.Switch);
        Assert.Equal(RunPhase.RolledBack, run.State);
        _world.Really = null;
        Assert.Contains($"Run {run.Id} has taken itself back already", (await RefusedAsync()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollback_ToTheWrongSlot_IsRefused()
    {
        await _console.RunAsync(Operation.Switch);
        var asked = await _console.AskAsync(Operation.Rollback, Slot.Green);
        Assert.Contains("leads to blue, not to green", asked.Refusal?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollback_ManyAtOnce_UseTheRightOnce()
    {
        await _console.RunAsync(Operation.Switch);
        var asked = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _console.AskAsync(Operation.Rollback)));
        var one = Assert.Single(asked, answer => answer.Ok);
        Assert.Equal(RunPhase.Succeeded, (await _console.EndAsync(one.Value!.Id)).State);
    }

    [Fact]
    public async Task Right_IsUsedTwice_StaysWithTheFirst()
    {
        var run = await _console.RunAsync(Operation.Switch);
        var used = new List<bool>();
        // Both found it unused when they looked: only the write can tell them apart.
        foreach (var by in new[] { run.Id + 1, run.Id + 2 })
        {
            used.Add(await _store.Database.WriteAsync((connection, transaction) => UndoRights.Use(connection, transaction, run.Id, by, TimeProvider.System.GetUtcNow()), default));
        }

        var right = await _store.Database.ReadAsync(connection => UndoRights.Newest(connection, null, "shop"), default);
        Assert.Equal([true, false], used);
        Assert.Equal(run.Id + 1, right?.UsedBy);
    }

    [Fact]
    public async Task Right_OfASwitch_IsWarmForTheWholeTimeAfterItsEnd()
    {
        var run = await _console.RunAsync(Operation.Switch);
        var right = await _store.Database.ReadAsync(connection => UndoRights.Newest(connection, null, "shop"), default);
        Assert.Equal((run.Id, Weights.AllTo(Slot.Blue), null), (right!.Run, right.Back, right.UsedBy));
        Assert.Equal(run.EndedAt!.Value + TimeSpan.FromSeconds(1800), right.WarmUntil);
        Assert.True(right.HoldsAt(run.EndedAt.Value));
        Assert.False(right.HoldsAt(right.WarmUntil));
    }

    private async Task<Refusal> RefusedAsync()
    {
        var asked = await _console.AskAsync(Operation.Rollback);
        Assert.Equal(RefusalKind.WrongState, asked.Refusal?.Kind);
        return asked.Refusal!;
    }
}
