using OpsConsole.Server.Gateways;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

public sealed class RunExecutorTests
{
    private static readonly Weights s_blue = Weights.AllTo(Slot.Blue);
    private static readonly Weights s_green = Weights.AllTo(Slot.Green);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Switch_KilledWheneverItTouchesTheWorld_EndsDoneOrUndone(bool goodBake)
    {
        var instants = 0;
        for (var diesAt = 1; ; diesAt++)
        {
            await using var store = new TempDatabase();
            var plan = Plan(goodBake);
            var id = await RunBench.AskAsync(store, plan);
            var weights = s_blue;
            var lives = 0;
            // The first life ends at that instant, the second at the same instant of its own; the third is long enough.
            foreach (var life in new[] { diesAt, diesAt, int.MaxValue })
            {
                await using var bench = new RunBench(store, new MortalWorld(weights, life));
                lives++;
                var ended = await bench.LiveAsync(plan);
                weights = bench.World.Weights;
                if (ended)
                {
                    break;
                }
            }

            await using var after = new RunBench(store, new MortalWorld(weights));
            var run = (await after.Log.FindAsync(id, default))!.State;
            Assert.True(run.Ended, $"killed at touch {diesAt}: {run}");
            Assert.Equal(goodBake ? (RunPhase.Succeeded, s_green) : (RunPhase.RolledBack, s_blue), (run.State, weights));
            Assert.Equal(new Established(weights, true), await after.EstablishedAsync());
            if (lives == 1)
            {
                break;
            }

            instants++;
        }

        Assert.True(instants > 10, $"only {instants} instants: the world is not touched where it should be");
    }

    [Theory]
    [InlineData(StepNames.Warm)]
    [InlineData(StepNames.Receipts)]
    [InlineData(StepNames.Bake)]
    public async Task Switch_AbortedInAStep_IsTakenBack(string step)
    {
        await using var store = new TempDatabase();
        var reached = new TaskCompletionSource<StepContext>();
        IStep waiting = new ScriptedStep(step, async (context, cancellationToken) =>
        {
            reached.SetResult(context);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return "never";
        });
        IReadOnlyList<IStep> plan = [.. Plan(goodBake: true).Select(other => other.Name == step ? waiting : other)];
        var id = await RunBench.AskAsync(store, plan);
        await using var bench = new RunBench(store, new MortalWorld(s_blue));

        var living = bench.LiveAsync(plan);
        (await reached.Task).Abort("bob");
        Assert.True(await living);

        var run = (await bench.Log.FindAsync(id, default))!.State;
        Assert.Equal((RunPhase.Aborted, s_blue), (run.State, bench.World.Weights));
        Assert.Contains("bob", run.Outcome, StringComparison.Ordinal);
        Assert.All(run.Steps.SkipWhile(state => state.Name != step).Skip(1), state => Assert.Equal(StepPhase.Skipped, state.State));
    }

    [Fact]
    public async Task Switch_StoreFullBeforeTheShift_ChangesNothing()
    {
        await using var store = new TempDatabase();
        var plan = Plan(goodBake: true);
        var id = await RunBench.AskAsync(store, plan);
        await using var bench = new RunBench(store, new MortalWorld(s_blue) { StoreFault = new StoreException("the disk is full") });

        // The end cannot be written either, until there is room again.
        var living = bench.LiveAsync(plan);
        await Eventually.BecomesTrueAsync(() => bench.Feed.Latest<RunState>(Key(id)) is { Ended: true });
        Assert.Equal(s_blue, bench.World.Weights);
        bench.World.StoreFault = null;
        await living;

        Assert.Equal(RunPhase.RolledBack, (await bench.Log.FindAsync(id, default))!.State.State);
    }

    [Fact]
    public async Task Undo_StoreFull_GoesOnAndIsEnteredLater()
    {
        await using var store = new TempDatabase();
        RunBench? bench = null;
        var full = new ScriptedStep(StepNames.Bake, (_, _) =>
        {
            bench!.World.StoreFault = new StoreException("the disk is full");
            throw new StepFailedException("errors rose");
        });
        IReadOnlyList<IStep> plan = [ScriptedStep.Good(StepNames.Warm), new BareShift(), full];
        var id = await RunBench.AskAsync(store, plan);
        bench = new RunBench(store, new MortalWorld(s_blue));
        await using var _ = bench;

        var living = bench.LiveAsync(plan);
        await Eventually.BecomesTrueAsync(() => bench.Feed.Latest<RunState>(Key(id)) is { Ended: true });
        Assert.Equal(s_blue, bench.World.Weights);
        Assert.False((await bench.Log.FindAsync(id, default))!.State.Ended);

        bench.World.StoreFault = null;
        await living;
        var run = (await bench.Log.FindAsync(id, default))!.State;
        Assert.Equal(RunPhase.RolledBack, run.State);
        Assert.Equal(StepPhase.Undone, run.Steps.Single(step => step.Name == StepNames.Shift).State);
    }

    [Fact]
    public async Task Shift_GatewayRefusesTheWayForward_IsTakenBack()
    {
        await using var store = new TempDatabase();
        var world = new MortalWorld(s_blue) { GatewayFault = new GatewayException("no") };
        IReadOnlyList<IStep> plan = [new BareShift()];
        var id = await RunBench.AskAsync(store, plan);
        await using var bench = new RunBench(store, world);

        var living = bench.LiveAsync(plan);
        await Eventually.BecomesTrueAsync(() => bench.Feed.Latest<RunState>(Key(id))?.State is RunPhase.Undoing);
        world.GatewayFault = null;
        Assert.True(await living);

        var run = (await bench.Log.FindAsync(id, default))!.State;
        Assert.Equal((RunPhase.RolledBack, s_blue), (run.State, world.Weights));
        Assert.Equal(new Established(s_blue, true), await bench.EstablishedAsync());
    }

    [Fact]
    public async Task Step_BreaksInAnUnforeseenWay_IsTakenBack()
    {
        await using var store = new TempDatabase();
        IReadOnlyList<IStep> plan = [new BareShift(), new ScriptedStep(StepNames.Receipts, (_, _) => throw new InvalidDataException("a bug"))];
        var id = await RunBench.AskAsync(store, plan);
        await using var bench = new RunBench(store, new MortalWorld(s_blue));

        Assert.True(await bench.LiveAsync(plan));

        var run = (await bench.Log.FindAsync(id, default))!.State;
        Assert.Equal((RunPhase.RolledBack, s_blue), (run.State, bench.World.Weights));
        Assert.Contains("a bug", run.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shift_DoesNotStandAtTheEnd_IsNoSuccess()
    {
        await using var store = new TempDatabase();
        IReadOnlyList<IStep> plan = [new BareShift(), new ScriptedStep(StepNames.Bake, async (context, cancellationToken) =>
        {
            await context.Environment.Gateway!.SetWeightsAsync(s_blue, cancellationToken);
            return "nothing tripped";
        })];
        var id = await RunBench.AskAsync(store, plan);
        await using var bench = new RunBench(store, new MortalWorld(s_blue));

        Assert.True(await bench.LiveAsync(plan));

        var run = (await bench.Log.FindAsync(id, default))!.State;
        Assert.Equal((RunPhase.RolledBack, "What shift did does not stand any more."), (run.State, run.Outcome));
    }

    private static IReadOnlyList<IStep> Plan(bool goodBake) =>
    [
        ScriptedStep.Good(StepNames.Warm),
        new BareShift(),
        new ScriptedStep(StepNames.Receipts, async (context, cancellationToken) =>
        {
            await context.EstablishAsync(s_green, true, cancellationToken);
            return "20 of 20";
        }),
        goodBake ? ScriptedStep.Good(StepNames.Bake) : ScriptedStep.Bad(StepNames.Bake, "errors rose"),
    ];

    private static string Key(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
