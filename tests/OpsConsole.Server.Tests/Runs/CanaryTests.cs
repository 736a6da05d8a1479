using OpsConsole.Server.Environments;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>Traffic moves in shares, each with its own bake.</summary>
public sealed class CanaryTests : SmallConsoleTests
{
    private readonly List<Weights> _seen = [];

    private protected override ManagedEnvironment Arrange()
    {
        _world.Changing = weights =>
        {
            _seen.Add(weights);
            return Task.CompletedTask;
        };
        return _world.Environment();
    }

    [Fact]
    public async Task Canary_AllWell_GoesThroughItsSharesToTheEnd()
    {
        var run = await _console.RunAsync(Operation.Canary);
        Assert.Equal((RunPhase.Succeeded, Weights.AllTo(Slot.Green)), (run.State, _world.Weights));
        Assert.Equal([1, 5, 25, 50, 100], _seen.Select(weights => weights.Green));
        Assert.Equal(new Receipts(20, 20, 0), run.Measured.Receipts);
        Assert.Equal(new Established(Weights.AllTo(Slot.Green), true), await _console.Log.EstablishedAsync("shop", default));
        var back = await _console.RunAsync(Operation.Rollback);
        Assert.Equal((RunPhase.Succeeded, Weights.AllTo(Slot.Blue), run.Id), (back.State, _world.Weights, back.Undoes));
    }

    [Fact]
    public async Task Canary_ToAShare_EndsSplitAndGoesBackByOnePress()
    {
        var run = await AskAsync(weight: 25, bake: 0);
        Assert.Equal(RunPhase.Succeeded, (await _console.EndAsync(run)).State);
        Assert.Equal(new Weights(75, 25), _world.Weights);
        Assert.Equal(new Established(new Weights(75, 25), true), await _console.Log.EstablishedAsync("shop", default));
        var again = await _console.Runs.StartAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Canary, Slot.Green, Weight: 25, Reason: "a test"), null, default);
        Assert.Contains("green takes 25 % already", again.Refusal?.Detail, StringComparison.Ordinal);
        var onward = await _console.Runs.PlanAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Canary, Slot.Green, DryRun: true), default);
        Assert.Equal(["shift-50", "shift-100"], onward.Value!.Plan.Select(step => step.Name).Where(StepNames.IsShift));
        Assert.Equal(RunPhase.Succeeded, (await _console.RunAsync(Operation.Rollback)).State);
        Assert.Equal(Weights.AllTo(Slot.Blue), _world.Weights);
    }

    [Fact]
    public async Task Keep_InOneBake_EndsThatOneOnly()
    {
        var run = await AskAsync(weights: [10, 50], bake: 600);
        await StepAsync(run, "bake-10", StepPhase.Running);
        Assert.True((await _console.Runs.ConfirmAsync(SmallConsole.Ann, run, default)).Ok);
        var later = await StepAsync(run, "bake-50", StepPhase.Running);
        Assert.Equal(RunPhase.Baking, later.State);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        Assert.Equal(RunPhase.Baking, (await _console.Runs.FindAsync(run, default))!.State);
        Assert.True((await _console.Runs.ConfirmAsync(SmallConsole.Ann, run, default)).Ok);
        Assert.Equal(RunPhase.Succeeded, (await _console.EndAsync(run)).State);
    }

    [Fact]
    public async Task Canary_NewSlotFailsItsProbes_GoesBackInOneStep()
    {
        var run = await AskAsync(weights: [5, 25, 50], bake: 1);
        await StepAsync(run, "bake-25", StepPhase.Running);
        _world.Mood(Slot.Green, SlotMood.Unwell);
        var ended = await _console.EndAsync(run);
        Assert.Equal((RunPhase.RolledBack, Weights.AllTo(Slot.Blue)), (ended.State, _world.Weights));
        Assert.Equal([5, 25, 0], _seen.Select(weights => weights.Green));
        Assert.Equal([StepPhase.Undone, StepPhase.Undone], ended.Steps.Where(step => StepNames.IsShift(step.Name) && step.State is not StepPhase.Skipped).Select(step => step.State));
    }

    [Fact]
    public async Task Canary_GatewayAcceptsAShareAndDoesNothing_FailsInThatShift()
    {
        // Both slots answer at the front door all the while: only what the gateway reads back tells.
        _world.Ignores = weights => weights.Green == 40;
        var ended = await _console.EndAsync(await AskAsync(weights: [20, 40, 60]));
        Assert.Equal((RunPhase.RolledBack, Weights.AllTo(Slot.Blue)), (ended.State, _world.Weights));
        Assert.Equal(StepPhase.Skipped, ended.Steps.Single(step => step.Name == "bake-40").State);
        Assert.Contains($"was asked for {new Weights(60, 40)} and reads back {new Weights(80, 20)}", ended.Outcome, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Canary_TooManyErrors_OpensTheBreakerAndTriesAgain(bool getsWell)
    {
        var failing = true;
        _world.Traffic = _ => SmallWorld.Told(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), 0, (Slot.Green, _world.Weights.Green > 0 ? 100 : 0, failing && _world.Weights.Green > 0 ? 100 : 0));
        var run = await AskAsync(weights: [30], bake: 3);
        await Eventually.IsAsync(() => Task.FromResult(_seen.ToList()), seen => seen.Count == 2 && seen[1] == Weights.AllTo(Slot.Blue));
        failing = !getsWell;
        var ended = await _console.EndAsync(run);
        Assert.Equal(
            getsWell ? (RunPhase.Succeeded, new Weights(70, 30)) : (RunPhase.RolledBack, Weights.AllTo(Slot.Blue)),
            (ended.State, _world.Weights));
        Assert.Equal(getsWell ? [30, 0, 1, 30] : [30, 0, 1, 0], _seen.Select(weights => weights.Green));
        if (!getsWell)
        {
            Assert.Contains("the trial 10 s later failed too", ended.Outcome, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Canary_OfTaggedRequests_LeavesAllOthersWhereTheyAre()
    {
        var asked = await _console.Runs.StartAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Canary, Match: "beta", BakeSeconds: 0, Reason: "a test"), null, default);
        var run = await _console.EndAsync(asked.Value!.Id);
        Assert.Equal((RunPhase.Succeeded, Weights.AllTo(Slot.Blue) with { Tag = new GrayTag("beta", Slot.Green) }), (run.State, _world.Weights));
        Assert.Equal(["gates", "warm", "shift-tag", "receipts", "bake-tag"], run.Steps.Select(step => step.Name));
        Assert.Equal(RunPhase.Succeeded, (await _console.RunAsync(Operation.Rollback)).State);
        Assert.Equal(Weights.AllTo(Slot.Blue), _world.Weights);
    }

    [Fact]
    public async Task Plan_OfACanary_NamesEveryShareAndChangesNothing()
    {
        var plan = (await _console.Runs.PlanAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Canary, Weight: 50, BakeSeconds: 60, DryRun: true), default)).Value!;
        Assert.Equal(
            ["gates", "warm", "shift-1", "bake-1", "shift-5", "bake-5", "shift-25", "bake-25", "shift-50", "receipts", "bake-50"],
            plan.Plan.Select(step => step.Name));
        Assert.Equal("- green 0\n+ green 50\n", plan.GatewayDiff);
        Assert.Empty(_seen);
        Assert.Empty(await _console.Runs.ListAsync(new RunQuery(), default));
    }

    private async Task<long> AskAsync(int? weight = null, IReadOnlyList<int>? weights = null, int bake = 0)
    {
        var asked = await _console.Runs.StartAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Canary, Weight: weight, Weights: weights, BakeSeconds: bake, Reason: "a test"), null, default);
        Assert.True(asked.Ok, asked.Refusal?.Detail);
        return asked.Value.Id;
    }

    private async Task<RunState> StepAsync(long run, string step, StepPhase phase)
        => (await Eventually.IsAsync(() => _console.Runs.FindAsync(run, default), state => state!.Steps.Single(one => one.Name == step).State == phase))!;
}
