using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Life;

/// <summary>The console is killed in a bake. At random instants, under load: <see cref="Campaigns.KillsTests"/>.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Console_IsKilledInABakeAndAbortWasAsked_RunIsTakenBack()
    {
        await using var console = await ConsoleProcess.StartAsync(new ConsoleSettings { Detached = true });
        using var api = await ApiClient.ForAsync(console, "sre");
        var before = await World.CalmAsync(api);
        var run = await api.StartAsync("switch", bakeSeconds: 120);
        await api.RunUntilAsync(run, state => state.Text("state") == "baking", "the bake has begun");
        await api.PostAsync($"/api/v1/runs/{run}/abort");
        await console.KillAsync();
        console.Launch();
        await console.WaitReadyAsync();
        Assert.Equal("aborted", (await api.RunEndedAsync(run)).Text("state"));
        Assert.Equal(before.Text("live"), (await World.CalmAsync(api)).Text("live"));
        await console.StopAsync();
        await console.RunToolAsync("sandbox", "stop");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Console_EndsInABakeAndItsSandboxWithIt_RunIsTakenBack(bool killed)
    {
        await using var console = await ConsoleProcess.StartAsync();
        using var api = await ApiClient.ForAsync(console, "sre");
        await World.CalmAsync(api);
        var run = await api.StartAsync("switch", bakeSeconds: 15);
        await api.RunUntilAsync(run, state => state.Text("state") == "baking", "the bake has begun");
        await (killed ? console.KillAsync() : console.StopAsync());

        // The sandbox begins anew, on blue: the bake must not go on as if green were still live.
        console.Launch();
        await console.WaitReadyAsync();
        var ended = await api.RunEndedAsync(run);
        Assert.Equal("rolled-back", ended.Text("state"));
        Assert.Contains("by now, not blue 0 %, green 100 %", ended.Text("outcome"), StringComparison.Ordinal);
        var state = await World.CalmAsync(api);
        Assert.Equal("blue", state.Text("live"));
        Assert.True(state["gateway"]!["agrees"]!.GetValue<bool>(), state.ToJsonString());
    }
}
