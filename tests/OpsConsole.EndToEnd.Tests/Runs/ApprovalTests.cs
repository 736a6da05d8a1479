using System.Net;
using System.Text.Json.Nodes;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Runs;

/// <summary>A second person, a freeze, and the way back that neither holds up: by the API and by the tool.</summary>
public sealed class ApprovalTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Override_IsApprovedByAnotherLeadOnly()
    {
        await World.CalmAsync(world.Lead);
        using var other = await ApiClient.ForAsync(world.Console, "lead", "test-second");
        var asked = await world.Lead.PostAsync($"{World.Environment}/runs", """{"operation":"switch","bakeSeconds":0,"reason":"a test","overrideGates":["storage"]}""");
        Assert.True(asked is { Status: HttpStatusCode.Accepted } && asked.Json.Text("state") == "awaiting-approval", asked.ToString());
        var run = asked.Json.Id();
        var own = await world.Lead.PostAsync($"/api/v1/runs/{run}/approve");
        Assert.True(own is { Status: HttpStatusCode.Forbidden, Problem: "not-allowed" }, own.ToString());
        var sre = await world.Sre.PostAsync($"/api/v1/runs/{run}/approve");
        Assert.True(sre is { Status: HttpStatusCode.Forbidden }, sre.ToString());
        // A probe that was slow just now changes a fact: then it has to be looked at again, as the answer says.
        await Eventually.IsAsync(() => other.PostAsync($"/api/v1/runs/{run}/approve"), approved => approved.Status == HttpStatusCode.Accepted, "it is approved", TimeSpan.FromSeconds(30));
        var ended = await world.Lead.RunEndedAsync(run);
        Assert.Equal(("succeeded", "test-second"), (ended.Text("state"), ended.Text("approvedBy")));
        Assert.Equal("test-second", (await World.EntriesAsync(world.Lead, "action=approve&outcome=succeeded"))[0].Text("actor"));
    }

    [Fact]
    public async Task Freeze_ForbidsASwitchAndNotTheWayBack_AlsoWithTheServerDown()
    {
        await using var console = await ConsoleProcess.StartAsync(new ConsoleSettings { Detached = true });
        using var api = await ApiClient.ForAsync(console, "sre");
        var before = await World.CalmAsync(api);
        await api.SwitchAsync();
        var until = TimeProvider.System.GetUtcNow().AddHours(1).ToString("yyyy-MM-ddTHH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var frozen = await api.PostAsync($"{World.Environment}/freeze", new JsonObject { ["reason"] = "a holiday", ["until"] = until });
        Assert.True(frozen.Status == HttpStatusCode.OK, frozen.ToString());
        var refused = await api.AskAsync("switch");
        Assert.True(refused is { Status: HttpStatusCode.Conflict, Problem: "frozen" }, refused.ToString());

        await console.StopAsync();
        var back = await console.RunToolAsync("rollback", "--environment", "sandbox", "--reason", "nobody is there");
        Assert.True(back.ExitCode == 0, back.ToString());
        var twice = await console.RunToolAsync("rollback", "--environment", "sandbox", "--reason", "once more");
        Assert.True(twice.ExitCode == 1 && twice.Errors.Contains("good for once", StringComparison.Ordinal), twice.ToString());

        console.Launch();
        await console.WaitReadyAsync();
        Assert.Equal(before.Text("live"), (await World.CalmAsync(api)).Text("live"));
        Assert.Equal("a holiday", (await api.ReadAsync(World.Environment))["freeze"]!.Text("reason"));
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Delete, $"{World.Environment}/freeze", null)).Status);
        await console.StopAsync();
        await console.RunToolAsync("sandbox", "stop");
    }
}
