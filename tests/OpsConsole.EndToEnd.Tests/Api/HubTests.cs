using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Api;

/// <summary>The hub, spoken to as a script does.</summary>
public sealed class HubTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Subscribe_EachTopic_GivesTheCurrentValueAtOnceAsItsGetDoes()
    {
        await World.CalmAsync(world.Viewer);
        await using var hub = await HubClient.ConnectAsync(world.Console.Url, world.Viewer.Token!);
        foreach (var (topic, method) in new[] { ("environment:sandbox", "environment"), ("health:sandbox", "health"), ("clock", "clock") })
        {
            Assert.Null(await hub.SubscribeAsync(topic));
            var pushed = await hub.NextAsync(method);
            var path = method switch { "environment" => World.Environment, "health" => $"{World.Environment}/health", _ => "/api/v1/clock" };
            var read = await world.Viewer.ReadAsync(path);
            Assert.Equal(read.AsObject().Select(member => member.Key), pushed.AsObject().Select(member => member.Key));
        }
    }

    [Fact]
    public async Task Subscribe_Traffic_GivesPointsWithTheirEnvironment()
    {
        await using var hub = await HubClient.ConnectAsync(world.Console.Url, world.Viewer.Token!);
        Assert.Null(await hub.SubscribeAsync("traffic:sandbox"));
        var first = await hub.NextAsync("traffic");
        Assert.Equal("sandbox", first.Text("environment"));
        var second = await hub.NextAsync("traffic", point => point.ToJsonString() != first.ToJsonString());
        Assert.Equal("sandbox", second.Text("environment"));
    }

    [Fact]
    public async Task Subscribe_RunsAndEntries_TellOfASwitchToItsEnd()
    {
        await World.CalmAsync(world.Sre);
        await using var hub = await HubClient.ConnectAsync(world.Console.Url, world.Viewer.Token!);
        Assert.Null(await hub.SubscribeAsync("runs"));
        await using var log = await HubClient.ConnectAsync(world.Console.Url, world.Viewer.Token!);
        Assert.Null(await log.SubscribeAsync("entries"));
        var run = await world.Sre.StartAsync("switch", bakeSeconds: 0);
        var ended = await hub.NextAsync("run", state => state.Id() == run && state.Text("state") == "succeeded");
        var read = await world.Viewer.ReadAsync($"/api/v1/runs/{run}");
        Assert.Equal(read.ToJsonString(), ended.ToJsonString());
        var entry = await log.NextAsync("entry", entry => entry.Number("runId") == run && entry.Text("action") == "run" && entry.Text("outcome") == "succeeded");
        Assert.NotNull(entry.Text("hash"));
    }

    [Fact]
    public async Task Subscribe_UnknownTopic_IsRefusedInWords()
    {
        await using var hub = await HubClient.ConnectAsync(world.Console.Url, world.Viewer.Token!);
        foreach (var topic in new[] { "weather", "environment:mars", "" })
        {
            Assert.NotNull(await hub.SubscribeAsync(topic));
        }

        Assert.Null(await hub.SubscribeAsync("*"));
        await hub.NextAsync("environment");
    }

    [Fact]
    public async Task Connect_WithoutAToken_IsRefused()
        => await Assert.ThrowsAsync<HttpRequestException>(() => HubClient.ConnectAsync(world.Console.Url, "nonsense"));
}
