using System.Net;
using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support;
using OpsConsole.Support.Load;

namespace OpsConsole.EndToEnd.Tests.Life;

/// <summary>The console is killed in the middle of a switch, under load, with its sandbox detached.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Console_IsKilledInASwitch_RunIsFinishedOrUndoneAndNoRequestFails()
    {
        await using var console = await ConsoleProcess.StartAsync(new ConsoleSettings { Detached = true });
        using var api = await ApiClient.ForAsync(console, "sre");
        await World.CalmAsync(api);
        await using var load = LoadProber.Start(new LoadPlan(new Uri(console.GatewayUrl, "/v1/info"), Size.Of(100, 500)));
        var turns = Size.Of(4, 20);
        for (var turn = 0; turn < turns; turn++)
        {
            // Instants spread over the whole of a switch: gates, warming, shift, receipts and a bake of one second.
            var instant = TimeSpan.FromMilliseconds(1800.0 * turn / turns);
            var answer = await api.AskAsync("switch", bakeSeconds: 1, reason: $"killed after {instant.TotalMilliseconds:0} ms");
            Assert.True(answer.Status == HttpStatusCode.Accepted, answer.ToString());
            await Task.Delay(instant, TimeProvider.System);
            await console.KillAsync();
            console.Launch();
            await console.WaitReadyAsync();
            var run = await api.RunEndedAsync(answer.Json.Id());
            var state = await World.CalmAsync(api);
            output.WriteLine($"killed after {instant.TotalMilliseconds:0} ms: {run.Text("state")}, live {state.Text("live")}");
            Assert.Contains(run.Text("state"), new[] { "succeeded", "rolled-back", "aborted" });
            Assert.Equal(100, state["gateway"]!["weights"]!.Number(state.Text("live")!));
            Assert.Equal(0, state["gateway"]!["weights"]!.Number(state.Idle()));
            Assert.True(state["gateway"]!["agrees"]!.GetValue<bool>(), state.ToJsonString());
            Assert.Equal(run.Text("state") == "succeeded" ? run.Text("target") : Other(run.Text("target")), state.Text("live"));
            await World.AuditIsUnbrokenAsync(api);
        }

        var report = await load.StopAsync();
        output.WriteLine(report.Summary);
        Assert.True(report.Failed.Count == 0, report.Summary);
        await console.StopAsync();
        var verified = await console.RunToolAsync("audit", "verify");
        Assert.True(verified.ExitCode == 0, verified.ToString());
        await console.RunToolAsync("sandbox", "stop");
    }

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

    private static string Other(string? slot) => slot == "blue" ? "green" : "blue";
}
