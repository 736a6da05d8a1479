using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Health;
using OpsConsole.Server.Live;
using OpsConsole.Server.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Health;

/// <summary>Against real ports: what a component does, the feed must say.</summary>
public sealed class HealthSamplerTests
{
    private readonly LiveFeed _feed = new(TimeProvider.System);

    [Fact]
    public async Task Sample_SlotFailsAndComesBack_IsSeenWithinThreeTicks()
    {
        await using var world = await SmallWorld.StartAsync();
        using var sampler = await StartAsync(world.Environment());
        await StateBecomesAsync("service", Slot.Green, ComponentCondition.Up);
        Assert.Equal("1.1.0", _feed.Latest<SlotSighting>(SlotSighting.KeyOf("shop", Slot.Green))!.Version);

        world.Mood(Slot.Green, SlotMood.Unwell);
        var ticks = await StatesUntilAsync("service", Slot.Green, ComponentCondition.Down);
        Assert.InRange(ticks.SkipWhile(state => state.State is ComponentCondition.Up).Count(), 1, 3);
        Assert.Equal("HTTP 500", ticks[^1].LastError);
        Assert.NotNull(ticks[^1].LatencyMs);
        Assert.Equal(ComponentCondition.Up, Component("service", Slot.Blue).State);

        world.Mood(Slot.Green, SlotMood.Well);
        await StateBecomesAsync("service", Slot.Green, ComponentCondition.Up);
        Assert.Null(Component("service", Slot.Green).LastError);
        await sampler.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Sample_SlotHangs_IsDownAndTheOthersAreAskedOn()
    {
        await using var world = await SmallWorld.StartAsync();
        world.Mood(Slot.Green, SlotMood.Silent);
        using var sampler = await StartAsync(world.Environment());
        await StateBecomesAsync("service", Slot.Green, ComponentCondition.Down);
        Assert.StartsWith("no answer within", Component("service", Slot.Green).LastError, StringComparison.Ordinal);
        Assert.Null(Component("service", Slot.Green).LatencyMs);
        Assert.Equal(ComponentCondition.Up, Component("service", Slot.Blue).State);
        Assert.Equal(ComponentCondition.Up, Component("front-door", null).State);
        await sampler.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Sample_AProbeBreaks_IsAFailureAndTheOthersAreAskedOn()
    {
        await using var world = await SmallWorld.StartAsync();
        var environment = world.Environment();
        // No HTTP client speaks gopher: it throws what no probe foresees.
        environment.Options.Probes.Add(new ProbeOptions { Name = "odd", Url = "gopher://127.0.0.1/" });
        environment.Options.Probes.Add(new ProbeOptions { Name = "even", Url = new Uri(world.FrontDoor, "/").ToString() });
        environment.Options.Probes.Add(new ProbeOptions { Name = "port", Kind = "tcp", Url = $"tcp://127.0.0.1:{world.FrontDoor.Port}" });
        using var sampler = await StartAsync(environment);
        await StateBecomesAsync("odd", null, ComponentCondition.Down);
        Assert.Equal(ComponentCondition.Up, Component("even", null).State);
        Assert.Equal(("tcp", ComponentCondition.Up), (Component("port", null).Kind, Component("port", null).State));
        await sampler.StopAsync(CancellationToken.None);
    }

    private async Task<HealthSampler> StartAsync(ManagedEnvironment environment)
    {
        var sampler = new HealthSampler(new EnvironmentCatalogue([environment]), _feed, TimeProvider.System, NullLogger<HealthSampler>.Instance);
        await sampler.StartAsync(CancellationToken.None);
        return sampler;
    }

    private ComponentHealth Component(string name, Slot? slot)
        => _feed.Latest<HealthState>("shop")!.Components.Single(component => component.Name == name && component.Slot == slot);

    private Task StateBecomesAsync(string name, Slot? slot, ComponentCondition state)
        => Eventually.BecomesTrueAsync(() => _feed.Latest<HealthState>("shop") is not null && Component(name, slot).State == state);

    private async Task<List<ComponentHealth>> StatesUntilAsync(string name, Slot? slot, ComponentCondition last)
    {
        var states = new List<ComponentHealth>();
        await foreach (var health in _feed.WatchAsync<HealthState>("shop", TestContext.Current.CancellationToken))
        {
            states.Add(health.Components.Single(component => component.Name == name && component.Slot == slot));
            if (states[^1].State == last)
            {
                break;
            }
        }

        return states;
    }
}
