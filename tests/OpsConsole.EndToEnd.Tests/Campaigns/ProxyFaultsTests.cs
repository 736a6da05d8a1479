using System.Text.Json.Nodes;
using OpsConsole.EndToEnd.Tests.Proxies;
using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Campaigns;

/// <summary>What goes wrong with a real proxy is seen by whoever watches, in words, and is over when it is over.</summary>
public sealed class ProxyFaultsTests(ITestOutputHelper output)
{
    private readonly Figures _figures = new(output, "faults");

    [Fact]
    public async Task Nginx_EditedByHand_RestartedAfterASwitch_AndWithItsMasterKilled_IsSeen()
    {
        await using var world = await ProxyWorld.StartAsync(slots => new NginxProxy(slots));
        var nginx = (NginxProxy)world.Proxy;
        await world.Sre.SwitchAsync();

        await File.AppendAllTextAsync(nginx.Include, "# a note\n");
        await SeenAsync(world, "include edited by hand", state => Error(state)?.Contains("changed by hand", StringComparison.Ordinal) == true);
        await world.Sre.RunEndedAsync(await world.Sre.StartAsync("reload-config", bakeSeconds: 0));
        await World.CalmAsync(world.Sre);

        await nginx.KillAsync();
        await SeenAsync(world, "nginx killed", state => Error(state)?.Contains("nothing answers", StringComparison.Ordinal) == true && state["gateway"]!["weights"] is null);
        await nginx.StartAsync(plain: false);
        await SeenAsync(world, "nginx started again, as switched", state => state.Text("live") == "green" && state.Text("state") == "ok");

        await nginx.KillMasterAsync();
        await SeenAsync(world, "master killed, workers live on", state => Error(state)?.Contains("live on and answer", StringComparison.Ordinal) == true && state["gateway"]!["weights"] is null);
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, (await world.Sre.AskAsync("switch", target: "blue")).Status);
    }

    [Fact]
    public async Task HAProxy_RestartedAfterASwitch_StoppedAndKilled_IsSeen()
    {
        await using var world = await ProxyWorld.StartAsync(slots => new HAProxyProxy(slots));
        var haproxy = (HAProxyProxy)world.Proxy;
        await world.Sre.SwitchAsync();

        haproxy.Process.Signal(Os.SigStop);
        await SeenAsync(world, "HAProxy stopped", state => Error(state) is not null && state["gateway"]!["weights"] is null);
        haproxy.Process.Signal(Os.SigCont);
        await SeenAsync(world, "HAProxy goes on", state => state.Text("live") == "green" && state.Text("state") == "ok");

        await haproxy.KillAsync();
        await SeenAsync(world, "HAProxy killed", state => Error(state) is not null && state["gateway"]!["weights"] is null);
        await haproxy.StartAsync(plain: false);
        await SeenAsync(world, "HAProxy started again, as switched", state => state.Text("live") == "green" && state.Text("state") == "ok");

        await haproxy.PlainSwitchAsync("blue");
        await SeenAsync(world, "switched at the socket by hand", state => state.Text("state") == "diverged" && state.Text("live") == "blue");
    }

    private static string? Error(JsonNode state) => state["gateway"]!["instances"]!.AsArray().FirstOrDefault()?.Text("error");

    private async Task SeenAsync(ProxyWorld world, string what, Func<JsonNode, bool> expected)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Eventually.IsAsync(() => world.Sre.ReadAsync(World.Environment), expected, what);
        _figures.Say($"{what}: seen after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
    }
}
