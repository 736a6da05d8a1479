using System.Net;
using OpsConsole.Support.Load;

namespace OpsConsole.EndToEnd.Tests.Runs;

/// <summary>Moving real traffic, seen from outside.</summary>
public sealed class SwitchTests(World world, ITestOutputHelper output) : IClassFixture<World>
{
    [Theory]
    [InlineData(ConnectionUse.Kept)]
    [InlineData(ConnectionUse.Fresh)]
    public async Task Switch_AgainAndAgainUnderLoad_NoRequestFails(ConnectionUse use)
    {
        await World.CalmAsync(world.Sre);
        var plan = new LoadPlan(world.FrontDoor, Size.Of(150, 1000), Connections: 8, use);
        var runs = new List<(string From, string To, double? First, double? Last, DateTimeOffset At, DateTimeOffset End)>();
        await using var load = LoadProber.Start(plan);
        for (var turn = 0; turn < Size.Of(4, 20); turn++)
        {
            var before = await world.Sre.ReadAsync(World.Environment);
            var run = await world.Sre.SwitchAsync();
            var measured = run["measured"]!;
            Assert.NotNull(measured["firstNewResponseMs"]);
            Assert.Equal(measured["receipts"]!.Number("wanted"), measured["receipts"]!.Number("new"));
            Assert.Equal(0, measured["receipts"]!.Number("old"));
            runs.Add((before.Text("live")!, before.Idle(), measured.Number("firstNewResponseMs"), measured.Number("lastOldResponseMs"), run.Step("shift").Instant("startedAt")!.Value, run.Instant("endedAt")!.Value));
            Assert.Equal(before.Idle(), (await world.Sre.ReadAsync(World.Environment)).Text("live"));
        }

        var report = await load.StopAsync();
        output.WriteLine(report.Summary);
        foreach (var run in runs)
        {
            output.WriteLine(
                $"{run.From} to {run.To}: first new {run.First} ms, last old {run.Last} ms; the prober's own {report.FirstFrom(run.To, run.At):0.0} ms, {report.LastFrom(run.From, run.At, run.End - run.At):0.0} ms");
        }

        Assert.True(report.Failed.Count == 0, report.Summary);
        Assert.True(report.Answers.Count > 100, report.Summary);
        Assert.Equal(2, report.Answers.Select(answer => answer.ServedBy).Distinct().Count());
        await World.AuditIsUnbrokenAsync(world.Lead);
    }

    [Fact]
    public async Task Switch_StreamsAreOpen_EachEndsCompleteOnTheSlotItBeganOn()
    {
        var before = await World.CalmAsync(world.Sre);
        using var streams = new StreamWatch();
        var count = Size.Of(20, 50);
        await streams.OpenAsync(new Uri(world.Console.GatewayUrl, "/v1/stream"), count);
        await world.Sre.SwitchAsync();
        Assert.Equal(before.Idle(), (await world.Sre.ReadAsync(World.Environment)).Text("live"));
        var reports = await streams.EndAsync();
        Assert.All(reports, report => Assert.True(report.Whole && report.ServedBy == before.Text("live"), report.ToString()));
        Assert.Equal(count, reports.Count);
    }

    [Fact]
    public async Task Rollback_AfterASwitch_TrafficIsBackWithReceiptsAndWithoutABake()
    {
        var before = await World.CalmAsync(world.Sre);
        await world.Sre.SwitchAsync();
        var back = await world.Sre.RunEndedAsync(await world.Sre.StartAsync("rollback", reason: "it was only a try"));
        Assert.True(back.Text("state") == "succeeded", back.ToJsonString());
        Assert.DoesNotContain("bake", back["steps"]!.AsArray().Select(step => step!.Text("name")));
        Assert.NotNull(back["measured"]!["receipts"]);
        Assert.Equal(before.Text("live"), (await world.Sre.ReadAsync(World.Environment)).Text("live"));
    }

    [Fact]
    public async Task Switch_Done_HasItsStepsAndItsEntries()
    {
        await World.CalmAsync(world.Sre);
        var run = await world.Sre.SwitchAsync();
        Assert.Equal(["gates", "warm", "shift", "receipts", "bake"], run["steps"]!.AsArray().Select(step => step!.Text("name")));
        Assert.All(run["steps"]!.AsArray(), step => Assert.Contains(step!.Text("state"), new[] { "succeeded", "skipped" }));
        Json.HasAtLeast(
            run, "id", "environment", "operation", "target", "state", "reason", "ticket", "requestedBy", "approvedBy", "createdAt", "startedAt", "endedAt", "steps", "gates", "predicted", "measured");
        Assert.Equal("test-sre", run.Text("requestedBy"));
        var entries = (await World.EntriesAsync(world.Lead, "environment=sandbox")).Where(entry => entry.Number("runId") == run.Id()).ToList();
        Assert.Contains(entries, entry => entry.Text("action") == "run" && entry.Text("outcome") == "asked" && entry.Text("reason") == run.Text("reason"));
        Assert.Contains(entries, entry => entry.Text("action") == "run" && entry.Text("outcome") == "succeeded");
        Assert.Contains(entries, entry => entry.Text("action") == "step" && entry.Text("outcome") == "succeeded");
    }

    [Fact]
    public async Task Switch_WhileOneRuns_IsRefused()
    {
        await World.CalmAsync(world.Sre);
        var first = await world.Sre.StartAsync("switch", bakeSeconds: 60);
        var second = await world.Sre.AskAsync("switch", bakeSeconds: 0);
        Assert.True(second is { Status: HttpStatusCode.Conflict, Problem: "run-active" }, second.ToString());
        await world.Sre.PostAsync($"/api/v1/runs/{first}/abort");
        var ended = await world.Sre.RunEndedAsync(first);
        Assert.Equal("aborted", ended.Text("state"));
    }

    [Fact]
    public async Task Abort_InTheBake_TrafficIsBack()
    {
        var before = await World.CalmAsync(world.Sre);
        var run = await world.Sre.StartAsync("switch", bakeSeconds: 60);
        await world.Sre.RunUntilAsync(run, state => state.Text("state") == "baking", "the bake has begun");
        var answer = await world.Sre.PostAsync($"/api/v1/runs/{run}/abort");
        Assert.True((int)answer.Status is 200 or 202, answer.ToString());
        Assert.Equal("aborted", (await world.Sre.RunEndedAsync(run)).Text("state"));
        Assert.Equal(before.Text("live"), (await world.Sre.ReadAsync(World.Environment)).Text("live"));
        var again = await world.Sre.PostAsync($"/api/v1/runs/{run}/abort");
        Assert.True(again is { Status: HttpStatusCode.Conflict, Problem: "wrong-state" }, again.ToString());
    }

    [Fact]
    public async Task Confirm_InTheBake_EndsItAsGood()
    {
        var before = await World.CalmAsync(world.Sre);
        var run = await world.Sre.StartAsync("switch", bakeSeconds: 600);
        await world.Sre.RunUntilAsync(run, state => state.Text("state") == "baking", "the bake has begun");
        await world.Sre.PostAsync($"/api/v1/runs/{run}/confirm");
        Assert.Equal("succeeded", (await world.Sre.RunEndedAsync(run)).Text("state"));
        Assert.Equal(before.Idle(), (await world.Sre.ReadAsync(World.Environment)).Text("live"));
    }

    [Fact]
    public async Task Idempotency_SameKeySameBody_IsTheSameRunAndOtherBodyIsRefused()
    {
        await World.CalmAsync(world.Sre);
        var key = Guid.NewGuid().ToString();
        const string Body = """{"operation":"switch","reason":"only once","bakeSeconds":0}""";
        var path = $"{World.Environment}/runs";
        var first = await world.Sre.PostAsync(path, Body, key);
        var second = await world.Sre.PostAsync(path, Body, key);
        Assert.True(first.Status == HttpStatusCode.Accepted, first.ToString());
        Assert.True(second.Status == HttpStatusCode.Accepted, second.ToString());
        Assert.Equal(first.Location, second.Location);
        Assert.Equal(first.Json.Id(), second.Json.Id());
        var other = await world.Sre.PostAsync(path, Body.Replace("once", "twice", StringComparison.Ordinal), key);
        Assert.True(other is { Status: HttpStatusCode.Conflict, Problem: "idempotency-mismatch" }, other.ToString());
        await world.Sre.RunEndedAsync(first.Json.Id());
        Assert.Equal(first.Location, (await world.Sre.PostAsync(path, Body, key)).Location);
    }

    [Fact]
    public async Task DryRun_Asked_ShowsThePlanAndChangesNothing()
    {
        var before = await World.CalmAsync(world.Sre);
        var answer = await world.Sre.PostAsync($"{World.Environment}/runs", """{"operation":"switch","dryRun":true}""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        Json.HasAtLeast(answer.Json, "plan", "gates", "gatewayDiff", "openStreams", "expectedSeconds");
        Assert.Equal(["gates", "warm", "shift", "receipts", "bake"], answer.Json["plan"]!.AsArray().Select(step => step!.Text("name")));
        Assert.All(answer.Json["plan"]!.AsArray(), step => Json.HasMembers(step, "name", "undoable", "expectedSeconds"));
        var after = await world.Sre.ReadAsync(World.Environment);
        Assert.Equal(before.Text("live"), after.Text("live"));
        Assert.Equal(before["lastRun"]?.ToJsonString(), after["lastRun"]?.ToJsonString());
    }
}
