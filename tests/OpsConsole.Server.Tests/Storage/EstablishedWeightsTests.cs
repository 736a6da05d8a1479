using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Storage;

public sealed class EstablishedWeightsTests
{
    private static readonly DateTimeOffset s_at = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Find_NothingThere_IsNull()
    {
        await using var store = new TempDatabase();
        Assert.Null(await store.Database.ReadAsync(connection => EstablishedWeights.Find(connection, "shop"), default));
    }

    [Fact]
    public async Task SetFirst_ARunWasFaster_ItsWeightsStay()
    {
        await using var store = new TempDatabase();
        var run = new Established(new Weights(0, 100), false);
        await store.Database.WriteAsync((connection, transaction) => EstablishedWeights.Set(connection, transaction, "shop", run.Weights, run.Proven, s_at), default);

        var holds = await store.Database.WriteAsync((connection, transaction) => EstablishedWeights.SetFirst(connection, transaction, "shop", new Weights(100, 0), s_at), default);

        Assert.Equal(run, holds);
        Assert.Equal(run, await store.Database.ReadAsync(connection => EstablishedWeights.Find(connection, "shop"), default));
    }

    [Fact]
    public async Task SetFirst_NothingThere_IsTaken()
    {
        await using var store = new TempDatabase();
        await store.Database.WriteAsync((connection, transaction) => EstablishedWeights.SetFirst(connection, transaction, "shop", new Weights(100, 0), s_at), default);
        Assert.Equal(new Established(new Weights(100, 0), true), await store.Database.ReadAsync(connection => EstablishedWeights.Find(connection, "shop"), default));
    }

    [Fact]
    public async Task Set_WithATag_KeepsItUntilItIsTakenOff()
    {
        await using var store = new TempDatabase();
        foreach (var weights in new[] { new Weights(100, 0, new GrayTag("beta", Slot.Green)), new Weights(95, 5, new GrayTag("beta-2", Slot.Blue)), new Weights(0, 100) })
        {
            await store.Database.WriteAsync((connection, transaction) => EstablishedWeights.Set(connection, transaction, "shop", weights, true, s_at), default);
            await store.ReopenAsync();
            Assert.Equal(new Established(weights, true), await store.Database.ReadAsync(connection => EstablishedWeights.Find(connection, "shop"), default));
        }
    }

    [Fact]
    public async Task SetUnlessAtWork_ARunIsAtWork_ItsWeightsStay()
    {
        await using var store = new TempDatabase();
        await store.Database.WriteAsync((connection, transaction) => EstablishedWeights.Set(connection, transaction, "shop", new Weights(0, 100), false, s_at), default);
        await Runs.RunBench.AskAsync(store, []);

        foreach (var environment in new[] { "shop", "other" })
        {
            await store.Database.WriteAsync(
                (connection, transaction) =>
                {
                    EstablishedWeights.SetUnlessAtWork(connection, transaction, environment, new Weights(100, 0), s_at);
                    return 0;
                },
                default);
        }

        Assert.Equal(new Established(new Weights(0, 100), false), await store.Database.ReadAsync(connection => EstablishedWeights.Find(connection, "shop"), default));
        Assert.Equal(new Established(new Weights(100, 0), true), await store.Database.ReadAsync(connection => EstablishedWeights.Find(connection, "other"), default));
    }
}
