using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Hosting;
using OpsConsole.Server.Live;
using OpsConsole.Server.Slots;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Hosting;

public sealed class ReadinessTests : IAsyncLifetime
{
    private readonly TempDatabase _store = new();
    private readonly FakeTime _time = new();
    private readonly LiveFeed _feed;

    public ReadinessTests() => _feed = new LiveFeed(_time);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Environment_NotSeenYetThenSeenThenSilent_IsReadyOnlyWhileItIsHeard()
    {
        using var readiness = Make();
        Assert.Equal(["shop was not looked at yet."], (await readiness.AskAsync(CancellationToken.None)).Reasons);
        _feed.Publish(State(new Weights(100, 0)));
        Assert.Equal(["The health of shop was not looked at yet."], (await readiness.AskAsync(CancellationToken.None)).Reasons);
        Hear();
        Assert.True((await readiness.AskAsync(CancellationToken.None)).Ready);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["shop was last looked at 6 s ago."], (await readiness.AskAsync(CancellationToken.None)).Reasons);
    }

    [Fact]
    public async Task Store_TakesNoWrite_IsNotReadyAndSaysWhy()
    {
        Hear();
        using var readiness = Make();
        await _store.Database.DisposeAsync();
        var state = await readiness.AskAsync(CancellationToken.None);
        Assert.False(state.Ready);
        Assert.Equal("The store is closed.", Assert.Single(state.Reasons));
    }

    [Fact]
    public async Task Store_IsTriedOnceASecondOnly()
    {
        Hear();
        using var readiness = Make();
        Assert.True((await readiness.AskAsync(CancellationToken.None)).Ready);
        await _store.Database.DisposeAsync();
        Assert.True((await readiness.AskAsync(CancellationToken.None)).Ready);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False((await readiness.AskAsync(CancellationToken.None)).Ready);
    }

    private void Hear()
    {
        _feed.Publish(State(new Weights(100, 0)));
        _feed.Publish(new HealthState("shop", []));
        _feed.Publish(new ClockState("shop", new ClockThresholds(0.05, 1), null, []));
    }

    private Readiness Make() => new(
        _store.Database,
        _feed,
        new EnvironmentCatalogue([new("shop", false, new EnvironmentOptions(), null, new ExternalSlots(new Uri("http://127.0.0.1:9001"), new Uri("http://127.0.0.1:9002")), null)]),
        _time);

    private static EnvironmentState State(Weights weights) => new(
        "shop", EnvironmentCondition.Ok, Slot.Blue, new GatewayState("none", null, weights, null, true, []), [], null, null, null, new UndoReadiness(true, [], null, null, null));
}
