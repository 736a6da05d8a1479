using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using OpsConsole.Support.Load;

namespace OpsConsole.EndToEnd.Tests.Runs;

/// <summary>Canary and upgrade by the API, with real processes and real traffic.</summary>
public sealed class CanaryTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Canary_UnderLoad_NobodyIsHurtAndEachUserStaysWhereHeIs()
    {
        var before = await World.CalmAsync(world.Sre);
        await using var load = LoadProber.Start(new LoadPlan(world.FrontDoor, 100));
        using var user = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var answer = await world.Sre.PostAsync($"{World.Environment}/runs", new JsonObject { ["operation"] = "canary", ["weights"] = new JsonArray(30, 100), ["bakeSeconds"] = 3, ["reason"] = "a test" });
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.ToString());
        var run = answer.Json.Id();
        await world.Sre.RunUntilAsync(run, state => Step(state, "bake-30") == "running", "the first share bakes");
        var slots = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 20; i++)
        {
            slots.Add(await ServedByAsync(user));
        }

        // Read after them: as long as the first bake runs, all of those were asked at its share.
        if (Step(await world.Sre.ReadAsync($"/api/v1/runs/{run}"), "bake-30") == "running")
        {
            Assert.Single(slots);
        }

        var ended = await world.Sre.RunEndedAsync(run);
        Assert.True(ended.Text("state") == "succeeded", ended.ToJsonString());
        Assert.Equal(before.Idle(), (await World.CalmAsync(world.Sre)).Text("live"));
        var report = await load.StopAsync();
        Assert.True(report.Failed.Count == 0, report.Summary);
        await World.AuditIsUnbrokenAsync(world.Lead);
    }

    [Fact]
    public async Task Upgrade_InTheSandbox_ServesTheNewVersionAndTheOldOneAfterARollback()
    {
        var before = await World.CalmAsync(world.Sre);
        var version = string.Create(CultureInfo.InvariantCulture, $"2.{Random.Shared.Next(1000)}.0-rc.1");
        var answer = await world.Sre.PostAsync($"{World.Environment}/runs", new JsonObject { ["operation"] = "upgrade", ["version"] = version, ["bakeSeconds"] = 0, ["reason"] = "a test" });
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.ToString());
        var ended = await world.Sre.RunEndedAsync(answer.Json.Id());
        Assert.True(ended.Text("state") == "succeeded", ended.ToJsonString());
        var after = await World.CalmAsync(world.Sre);
        Assert.Equal((before.Idle(), version), (after.Text("live"), after.Slot(before.Idle()).Text("version")));
        Assert.True(after["undo"]!["ready"]!.GetValue<bool>(), after.ToJsonString());
        var back = await world.Sre.RunEndedAsync(await world.Sre.StartAsync("rollback"));
        Assert.True(back.Text("state") == "succeeded", back.ToJsonString());
        var again = await world.Sre.AskAsync("rollback");
        Assert.True(again is { Status: HttpStatusCode.Conflict, Problem: "wrong-state" }, again.ToString());
    }

    private static string? Step(JsonNode run, string name) => run["steps"]!.AsArray().Single(step => step!.Text("name") == name)!.Text("state");

    private async Task<string> ServedByAsync(HttpClient user)
    {
        using var answer = await user.GetAsync(world.FrontDoor);
        return answer.Headers.GetValues("X-Served-By").Single();
    }
}
