using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>What was done once may be otherwise by now: no run ends as a success whose traffic goes elsewhere.</summary>
public sealed class StandingTests : IAsyncLifetime
{
    private readonly TempDatabase _store = new();
    private SmallWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await SmallWorld.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Bake_GatewayIsTurnedByHand_RunIsTakenBackAndSaysWhy()
    {
        await using var console = await SmallConsole.StartAsync(_store.Database, _world.Environment());
        await console.ReadyAsync();
        var run = (await console.AskAsync(Operation.Switch, bake: 60)).Value!.Id;
        await console.BecomesAsync(run, RunPhase.Baking);

        _world.Weights = new Weights(50, 50);

        var ended = await console.EndAsync(run);
        Assert.Equal((RunPhase.RolledBack, Weights.AllTo(Slot.Blue)), (ended.State, _world.Weights));
        Assert.Contains("small sends blue 50 %, green 50 % by now", ended.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bake_ConsoleAndGatewayStartAnew_RunIsTakenBack()
    {
        long run;
        await using (var first = await SmallConsole.StartAsync(_store.Database, _world.Environment()))
        {
            await first.ReadyAsync();
            run = (await first.AskAsync(Operation.Switch, bake: 2)).Value!.Id;
            await first.BecomesAsync(run, RunPhase.Baking);
        }

        _world.Weights = Weights.AllTo(Slot.Blue);

        await using var second = await SmallConsole.StartAsync(_store.Database, _world.Environment());
        var ended = await second.EndAsync(run);
        Assert.Equal((RunPhase.RolledBack, Weights.AllTo(Slot.Blue)), (ended.State, _world.Weights));
        Assert.Equal(
            new Established(Weights.AllTo(Slot.Blue), true),
            await _store.Database.ReadAsync(connection => EstablishedWeights.Find(connection, "shop"), default));
    }

    [Fact]
    public async Task End_AfterTheLastStep_LooksOnceMore()
    {
        var world = new MortalWorld(Weights.AllTo(Slot.Blue));
        IReadOnlyList<IStep> plan =
        [
            new BareShift(),
            new ScriptedStep(StepNames.Bake, async (context, cancellationToken) =>
            {
                await context.Environment.Gateway!.SetWeightsAsync(new Weights(50, 50), cancellationToken);
                return "watched, and turned behind its back";
            }),
        ];
        var id = await RunBench.AskAsync(_store, plan);
        await using var bench = new RunBench(_store, world);

        Assert.True(await bench.LiveAsync(plan));

        var run = (await bench.Log.FindAsync(id, default))!.State;
        Assert.Equal((RunPhase.RolledBack, Weights.AllTo(Slot.Blue)), (run.State, world.Weights));
        Assert.Contains("What shift did does not stand any more", run.Outcome, StringComparison.Ordinal);
    }
}
