using System.Net;
using OpsConsole.EndToEnd.Tests.Runs;

namespace OpsConsole.EndToEnd.Tests.Api;

/// <summary>What a role may not do, the server refuses and the log records.</summary>
public sealed class RightsTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Viewer_PostsARun_Gets403AndLeavesAnEntry()
    {
        await World.CalmAsync(world.Viewer);
        var answer = await world.Viewer.AskAsync("switch", bakeSeconds: 0, reason: "a viewer tries it");
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("not-allowed", answer.Problem);
        var entry = (await World.EntriesAsync(world.Lead, "action=refusal&actor=test-viewer"))[0];
        Assert.Equal("refused", entry.Text("outcome"));
        Assert.Equal("viewer", entry.Text("role"));
        Assert.Null((await world.Viewer.ReadAsync(World.Environment))["activeRun"]);
        Assert.DoesNotContain((await world.Viewer.ReadAsync("/api/v1/runs"))["runs"]!.AsArray(), run => run!.Text("requestedBy") == "test-viewer");
        await World.AuditIsUnbrokenAsync(world.Lead);
    }

    [Fact]
    public async Task Sre_OverridesAGate_WaitsForALead()
    {
        var answer = await world.Sre.PostAsync(
            $"{World.Environment}/runs", """{"operation":"switch","reason":"an sre tries it","overrideGates":["clocks"],"bakeSeconds":0}""");
        Assert.True(answer.Status == HttpStatusCode.Accepted && answer.Json.Text("state") == "awaiting-approval", answer.ToString());
        var aborted = await world.Sre.PostAsync($"/api/v1/runs/{answer.Json.Id()}/abort");
        Assert.True(aborted.Status == HttpStatusCode.Accepted && aborted.Json.Text("state") == "aborted", aborted.ToString());
    }

    [Fact]
    public async Task Kiosk_ReadsTheApi_IsRefused()
    {
        using var kiosk = await Support.ApiClient.ForAsync(world.Console, "kiosk");
        var answer = await kiosk.GetAsync("/api/v1/runs");
        Assert.True(answer is { Status: HttpStatusCode.Forbidden, Problem: "not-allowed" }, answer.ToString());
    }
}
