using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>Where answers do not name their slot, different versions prove a shift; equal ones prove nothing, and such a run is not begun.</summary>
public sealed class ProvableStartTests : SmallConsoleTests
{
    [Fact]
    public async Task Switch_OfSlotsThatOnlyTellTheirVersions_IsProvenByThose()
    {
        _world.Nameless = true;
        var run = await _console.RunAsync(Operation.Switch);
        Assert.True(run.State is RunPhase.Succeeded, run.Outcome);
        Assert.Equal((20, 20, 0), (run.Measured.Receipts!.Wanted, run.Measured.Receipts.New, run.Measured.Receipts.Old));
        Assert.NotNull(run.Measured.FirstNewResponseMs);
        Assert.Equal(RunPhase.Succeeded, (await _console.RunAsync(Operation.Rollback)).State);
    }

    [Fact]
    public async Task Switch_OfSlotsThatTellNothingApart_IsRefusedAndNothingIsTouched()
    {
        _world.Nameless = true;
        _world.Says = (_, _) => "1.0.0";
        await Eventually.BecomesTrueAsync(() => _console.Feed.Latest<EnvironmentState>("shop")?.Of(Slot.Green).Version == "1.0.0");
        foreach (var operation in new[] { Operation.Switch, Operation.Canary })
        {
            var asked = await _console.AskAsync(operation);
            Assert.Equal(RefusalKind.WrongState, asked.Refusal?.Kind);
            Assert.Contains("equal versions prove no slot", asked.Refusal!.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(0, _world.Changes);
        Assert.Null(await _console.Log.FindActiveAsync("shop", default));
        _world.Nameless = false;
        Assert.Equal(RunPhase.Succeeded, (await _console.RunAsync(Operation.Switch)).State);
    }

    [Fact]
    public async Task Rollback_ThatCouldNotBeProven_IsNotHeldUp()
    {
        await _console.RunAsync(Operation.Switch);
        _world.Nameless = true;
        _world.Says = (_, _) => "1.0.0";
        await Eventually.BecomesTrueAsync(() => _console.Feed.Latest<EnvironmentState>("shop")?.Of(Slot.Green).Version == "1.0.0");
        Assert.True((await _console.AskAsync(Operation.Rollback)).Ok);
    }
}
