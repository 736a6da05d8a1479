using Dapper;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>Another console takes over in the middle of a run: this one writes nothing more of it, and touches nothing.</summary>
public sealed class LeaseLostTests : IAsyncDisposable
{
    private static readonly Weights s_blue = Weights.AllTo(Slot.Blue);

    private readonly TempDatabase _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData("step")]
    [InlineData("intent")]
    [InlineData("way back")]
    [InlineData("snapshot")]
    public async Task Lease_IsLostInAStep_NothingMoreIsWritten(string write)
    {
        var lost = new ScriptedStep(StepNames.Warm, async (context, cancellationToken) =>
        {
            await TakeOverAsync();
            await (write switch
            {
                "intent" => context.EstablishAsync(Weights.AllTo(Slot.Green), proven: false, cancellationToken),
                "way back" => context.EstablishEventuallyAsync(s_blue, proven: true),
                "snapshot" => context.KeepSnapshotAsync("all of it", cancellationToken),
                _ => Task.CompletedTask,
            });
            return "warm";
        });
        var run = await LoseAsync([lost, new BareShift()]);
        Assert.Equal((RunPhase.Running, StepPhase.Running, StepPhase.Pending), (run.State, run.Steps[0].State, run.Steps[1].State));
        Assert.Null(await _store.Database.ReadAsync(connection => EstablishedWeights.Find(connection, "shop"), default));
        Assert.Null(await _store.Database.ReadAsync(connection => GatewaySnapshots.Find(connection, run.Id), default));
    }

    [Fact]
    public async Task Lease_IsLostAtTheLastLook_TheEndIsNotWritten()
    {
        var run = await LoseAsync([new LastLook(TakeOverAsync)]);
        Assert.Equal((false, StepPhase.Succeeded), (run.Ended, run.Steps[0].State));
    }

    /// <summary>The run as it stands when the console has noticed; the gateway was not told anything.</summary>
    private async Task<RunState> LoseAsync(IReadOnlyList<IStep> plan)
    {
        var id = await RunBench.AskAsync(_store, plan);
        await using var bench = new RunBench(_store, new MortalWorld(s_blue));
        await Assert.ThrowsAsync<LeaseLostException>(() => bench.LiveAsync(plan));
        Assert.Equal(s_blue, bench.World.Weights);
        return (await bench.Log.FindAsync(id, default))!.State;
    }

    private Task<int> TakeOverAsync() => _store.Database.WriteAsync((connection, transaction) => connection.Execute("UPDATE leases SET fence = fence + 1", transaction: transaction), default);

    /// <summary>Something happens when it is looked at once more before the end.</summary>
    private sealed class LastLook(Func<Task> happens) : IStep
    {
        public string Name => StepNames.Shift;

        public TimeSpan Limit => TimeSpan.FromSeconds(30);

        public bool Undoable => true;

        public Task<string> DoAsync(StepContext context, CancellationToken cancellationToken) => Task.FromResult("done");

        public async Task<StepLook> LookAsync(StepContext context, CancellationToken cancellationToken)
        {
            await happens();
            return StepLook.Done;
        }
    }
}
