using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Slots;
using OpsConsole.Server.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gateways.Nginx;

/// <summary>Two nginx that are one gateway: both shift or neither, each proves it, and one that went its own way is seen and settled.</summary>
public sealed class NginxPairTests : IAsyncLifetime
{
    private readonly TempDatabase _store = new();
    private NginxTrial _one = null!;
    private NginxTrial _two = null!;
    private SmallConsole _console = null!;

    public async ValueTask InitializeAsync()
    {
        _one = await NginxTrial.StartAsync();
        _two = await _one.StartBesideAsync();
        var group = new GatewayGroup(_one.Plan.FrontDoor, [_one.Gateway, _two.Gateway], TimeProvider.System);
        var options = new EnvironmentOptions { BakeSeconds = 0, FrontDoor = _one.Plan.FrontDoor.ToString() };
        _console = await SmallConsole.StartAsync(_store.Database, new ManagedEnvironment("shop", false, options, group, new ExternalSlots(_one.Plan.Blue, _one.Plan.Green), null));
        await _console.ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        await _two.DisposeAsync();
        await _one.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Switch_OfBoth_HasReceiptsFromEach()
    {
        var run = await _console.RunAsync(Operation.Switch);
        Assert.True(run.State is RunPhase.Succeeded, run.Outcome);
        Assert.Equal((40, 40, 0), (run.Measured.Receipts!.Wanted, run.Measured.Receipts.New, run.Measured.Receipts.Old));
        await ServeAsync("green", "green");
        var seen = await SeenAsync(state => state.Gateway.Agrees == true);
        Assert.Equal([_one.Plan.FrontDoor.Authority, _two.Plan.FrontDoor.Authority], seen.Gateway.Instances.Select(instance => instance.Name));
    }

    [Fact]
    public async Task Switch_ThatOneRefuses_IsTakenBackAtTheOther()
    {
        await File.WriteAllTextAsync(_two.OtherFile, "broken");
        var run = await _console.RunAsync(Operation.Switch);
        Assert.Equal(RunPhase.RolledBack, run.State);
        Assert.Contains($"{_two.Plan.FrontDoor.Authority}: nginx refuses", run.Outcome, StringComparison.Ordinal);
        await ServeAsync("blue", "blue");
        await SeenAsync(state => state.State is EnvironmentCondition.Ok);
    }

    [Fact]
    public async Task OneOfTwo_ShiftedByHand_IsDivergedAndSettledByARollback()
    {
        await _console.RunAsync(Operation.Switch);
        var script = await _two.RunAsync([_two.Plan.IncludeFile + ".back.sh"]);
        Assert.True(script.Done, script.Complaint);
        var seen = await SeenAsync(state => state.State is EnvironmentCondition.Diverged);
        Assert.Equal((null, false), (seen.Gateway.Weights, seen.Gateway.Agrees));
        Assert.Equal([Weights.AllTo(Slot.Green), Weights.AllTo(Slot.Blue)], seen.Gateway.Instances.Select(instance => instance.Weights));
        Assert.Equal(RefusalKind.GateFailed, (await _console.AskAsync(Operation.Switch, Slot.Blue)).Refusal?.Kind);
        var entry = (await OutsideAsync(1))[0];
        Assert.Equal((AuditOutcome.Failed, $"{_two.Plan.FrontDoor.Authority} does blue 100 %, green 0 %, which no run asked for."), (entry.Outcome, entry.Detail));

        var run = await _console.RunAsync(Operation.Rollback);
        Assert.True(run.State is RunPhase.Succeeded, run.Outcome);
        await ServeAsync("blue", "blue");
        await SeenAsync(state => state.State is EnvironmentCondition.Ok);
        Assert.Equal(AuditOutcome.Succeeded, (await OutsideAsync(2))[0].Outcome);
    }

    [Fact]
    public async Task Rollback_WhileOneCannotBeSwitched_TakesTheOtherBackAndSaysWhatIsLeft()
    {
        await _console.RunAsync(Operation.Switch);
        await _two.KillMasterAsync();
        await SeenAsync(state => state.Gateway.Instances[1].Error is not null);
        Assert.Equal(RefusalKind.GateFailed, (await _console.AskAsync(Operation.Switch, Slot.Blue)).Refusal?.Kind);

        var run = await _console.RunAsync(Operation.Rollback);
        Assert.Equal(RunPhase.Failed, run.State);
        Assert.Contains("left where it got to", run.Steps.First(step => step.State is StepPhase.UndoFailed).Detail, StringComparison.Ordinal);
        Assert.Contains($"{_two.Plan.FrontDoor.Authority}: nginx's master process does not run", run.Outcome, StringComparison.Ordinal);
        await Eventually.BecomesTrueAsync(() => _console.Feed.Latest<EnvironmentState>("shop")?.State is EnvironmentCondition.Diverged);
        await ServeAsync("blue", "green");
    }

    /// <summary>What was entered of the world outside, newest first.</summary>
    private Task<IReadOnlyList<AuditEntry>> OutsideAsync(int count)
        => Eventually.IsAsync(() => _console.Audit.ListAsync(new AuditQuery(Actor: Actor.Outside.Name), default), entries => entries.Count == count);

    private async Task ServeAsync(string one, string two) => Assert.Equal((one, two), (await _one.ServedByAsync(), await _two.ServedByAsync()));

    private async Task<EnvironmentState> SeenAsync(Func<EnvironmentState, bool> expected)
        => (await Eventually.IsAsync(() => Task.FromResult(_console.Feed.Latest<EnvironmentState>("shop")), state => state is not null && expected(state)))!;
}
