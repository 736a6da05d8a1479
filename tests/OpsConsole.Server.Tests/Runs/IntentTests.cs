using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>Whatever a gateway is told stands in the store before it is told: a console that dies in between must know what it wanted, and a person must have the way back.</summary>
public sealed class IntentTests : SmallConsoleTests
{
    private readonly List<Told> _told = [];

    private protected override async Task ReadyAsync()
    {
        await base.ReadyAsync();
        _world.Changing = async weights =>
        {
            var run = (await _console.Log.FindActiveAsync("shop", default))!.State;
            _told.Add(new Told(weights, await _console.Log.StandingAsync("shop", default), [.. run.Steps.Select(step => step.State)]));
        };
    }

    [Theory]
    [InlineData(Operation.Switch)]
    [InlineData(Operation.Canary)]
    [InlineData(Operation.Upgrade)]
    public async Task Gateway_IsToldToGoForward_IntentAndRightAreOnDisk(Operation operation)
    {
        var run = await AskAsync(operation);
        Assert.Equal(RunPhase.Succeeded, run.State);
        Assert.Equal(operation is Operation.Canary ? 2 : 1, _told.Count);
        Assert.All(_told, told =>
        {
            Assert.Equal(new Established(told.Weights, Proven: false), told.Standing.Established);
            Assert.Equal((run.Id, Weights.AllTo(Slot.Blue), null), (told.Standing.Right?.Run, told.Standing.Right?.Back, told.Standing.Right?.UsedBy));
            Assert.Contains(StepPhase.Running, told.Steps);
        });
    }

    [Fact]
    public async Task Gateway_IsToldToGoBack_NothingIsProvenBeforeItIsSeen()
    {
        _world.Really = Slot.Blue;
        Assert.Equal(RunPhase.RolledBack, (await AskAsync(Operation.Switch)).State);
        _world.Really = null;
        await _console.RunAsync(Operation.Switch);
        Assert.Equal(RunPhase.Succeeded, (await _console.RunAsync(Operation.Rollback)).State);

        Assert.Equal([Weights.AllTo(Slot.Green), Weights.AllTo(Slot.Blue), Weights.AllTo(Slot.Green), Weights.AllTo(Slot.Blue)], _told.Select(told => told.Weights));
        Assert.All(_told, told => Assert.Equal(new Established(told.Weights, Proven: false), told.Standing.Established));
        Assert.Contains(StepPhase.Undoing, _told[1].Steps);
        Assert.Contains(StepPhase.Running, _told[3].Steps);
    }

    private async Task<RunState> AskAsync(Operation operation)
    {
        var request = new RunRequest(
            operation, Version: operation is Operation.Upgrade ? "1.2.0" : null, Weights: operation is Operation.Canary ? [30, 100] : null, BakeSeconds: 0, Reason: "a test");
        var asked = await _console.Runs.StartAsync(SmallConsole.Ann, "shop", request, null, default);
        Assert.True(asked.Ok, asked.Refusal?.Detail);
        return await _console.EndAsync(asked.Value.Id);
    }

    /// <summary>What the gateway was told, and what the store said at that instant.</summary>
    private sealed record Told(Weights Weights, TrafficStanding Standing, IReadOnlyList<StepPhase> Steps);
}
