using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>Whether the way back would work is to be seen before anybody presses, and turns red by itself.</summary>
public sealed class UndoReadinessTests : SmallConsoleTests
{
    [Fact]
    public async Task Undo_AfterASwitch_IsReadyUntilWhatWasLeftIsAnother()
    {
        var run = await _console.RunAsync(Operation.Switch);
        var ready = await BecomesAsync(undo => undo.Ready == true && undo.Run == run.Id);
        Assert.Equal([("answers", true), ("version", true), ("gateway", true), ("allowed", true)], ready.Checks.Select(check => (check.Name, check.Holds)));

        _world.Says = (slot, version) => slot == Slot.Blue ? "1.3.0" : version;
        var other = await BecomesAsync(undo => undo.Ready == false);
        Assert.Contains($"blue runs 1.3.0 now, and run {run.Id} left 1.0.0 there: the way back leads to another version.", other.Reasons);

        _world.Says = null;
        await BecomesAsync(undo => undo.Ready == true);
        _world.Mood(Slot.Blue, SlotMood.Unwell);
        await BecomesAsync(undo => undo.Checks.Any(check => check is { Name: "answers", Holds: false }));
    }

    [Fact]
    public async Task Undo_NoLongerWarm_SaysSoAndLeavesTheSlotAlone()
    {
        var run = await _console.RunAsync(Operation.Switch);
        await _store.Database.WriteAsync((connection, transaction) => UndoRights.KeepWarm(connection, transaction, run.Id, Sample.At), default);
        var cold = await BecomesAsync(undo => undo.WarmUntil == Sample.At);
        Assert.True(cold.Ready);
        Assert.Contains(cold.Reasons, reason => reason.StartsWith("Kept warm only until 2026-03-14T09:00:00.000Z", StringComparison.Ordinal));
        Assert.Equal(SlotCondition.Up, _console.Feed.Latest<EnvironmentState>("shop")!.Of(Slot.Blue).State);

        var freeze = new FreezeRequest("holidays", TimeProvider.System.GetUtcNow().AddHours(1));
        Assert.True((await _console.Of<IFreezes>().FreezeAsync(SmallConsole.Lead, "shop", freeze, default)).Ok);
        await BecomesAsync(undo => undo.Ready == false && undo.Checks.Any(check => check is { Name: "allowed", Holds: false }));
    }

    [Fact]
    public async Task Rehearsal_IsTheNewestWayBackAndNotTheFirst()
    {
        for (var i = 0; i < 2; i++)
        {
            await _console.RunAsync(Operation.Switch);
            var back = await _console.RunAsync(Operation.Rollback);
            var undo = await BecomesAsync(undo => undo.LastRehearsedAt == back.EndedAt);
            Assert.True(undo.LastSeconds >= 0);
            Assert.StartsWith("The way back was last taken at ", undo.Reasons[^1], StringComparison.Ordinal);
        }
    }

    private async Task<UndoReadiness> BecomesAsync(Func<UndoReadiness, bool> so)
        => (await Eventually.IsAsync(() => Task.FromResult(_console.Feed.Latest<EnvironmentState>("shop")?.Undo), undo => undo is not null && so(undo)))!;
}
