using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>Two consoles on one store, asked for the same at the same instant.</summary>
public sealed class ContentionTests
{
    private static int Starts => Environment.GetEnvironmentVariable("OPSCONSOLE_CAMPAIGN") == "1" ? 100 : 20;

    [Fact]
    public async Task Start_AtTwoConsolesAtOnce_IsOneRunEachTime()
    {
        await using var store = new TempDatabase();
        await using var second = Database.Open(store.Directory);
        await using var world = await SmallWorld.StartAsync();
        await using var one = await SmallConsole.StartAsync(store.Database, world.Environment());
        await using var other = await SmallConsole.StartAsync(second, world.Environment(), ProcessIdentity.Find(1));
        await one.ReadyAsync();
        await other.ReadyAsync();
        for (var start = 0; start < Starts; start++)
        {
            var target = world.Weights.Live()!.Value.Other();
            // The gates of both have to have seen the world as it is by now.
            await Eventually.BecomesTrueAsync(() => one.Feed.Latest<EnvironmentState>("shop")?.Live == target.Other() && other.Feed.Latest<EnvironmentState>("shop")?.Live == target.Other());
            var asked = await Task.WhenAll(one.AskAsync(Operation.Switch, target), other.AskAsync(Operation.Switch, target));
            var begun = Assert.Single(asked, answer => answer.Ok);
            Assert.Contains(asked, answer => answer.Refusal?.Kind is RefusalKind.RunActive or RefusalKind.WrongState);
            var ended = await one.EndAsync(begun.Value!.Id);
            Assert.Equal((RunPhase.Succeeded, Weights.AllTo(target)), (ended.State, world.Weights));
        }

        Assert.Equal(Starts, (await one.Runs.ListAsync(new RunQuery(Limit: 500), default)).Count);
        Assert.True((await one.Audit.VerifyAsync(default)).Ok);
    }
}
