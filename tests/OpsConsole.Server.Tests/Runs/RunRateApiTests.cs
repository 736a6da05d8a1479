using System.Net;
using System.Text.Json.Nodes;
using OpsConsole.Server.Tests.Hosting;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>The success rate as programs read it: the API's answer and /metrics, by the binary itself.</summary>
public sealed class RunRateApiTests(RunningConsole running) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task Rate_AfterASwitchAndItsRollback_TellsOfBoth()
    {
        var before = await running.Viewer.ReadAsync("/api/v1/runs/rate?environment=sandbox");
        Assert.Equal(
            """{"hour":{"attempts":0,"succeeded":0,"undone":0,"failed":0,"ratio":null},"rows":[],"undo":{"count":0,"medianSeconds":null,"worstSeconds":null,"last":[]},"prediction":{"count":0,"medianErrorSeconds":null}}""",
            before.ToJsonString());
        Assert.Equal(double.NaN, (await MetricsAsync()).Samples["""opsconsole_run_success_ratio{environment="sandbox"}"""]);

        await RunAsync("switch");
        var back = await RunAsync("rollback");
        Assert.Superset(new HashSet<string>(["seconds", "requests", "streams"], StringComparer.Ordinal), back["actual"]!.AsObject().Select(member => member.Key).ToHashSet(StringComparer.Ordinal));
        var rate = await running.Viewer.ReadAsync("/api/v1/runs/rate");
        Assert.Equal("""{"attempts":2,"succeeded":2,"undone":0,"failed":0,"ratio":1}""", rate["hour"]!.ToJsonString());
        Assert.Equal(2, rate["rows"]!.AsArray().Sum(row => row!["attempts"]!.GetValue<int>()));
        Assert.Equal((1, true), (rate["undo"]!["count"]!.GetValue<int>(), rate["undo"]!["worstSeconds"]!.GetValue<double>() > 0));

        var metrics = await MetricsAsync();
        Assert.Equal(1, metrics.Samples["""opsconsole_run_success_ratio{environment="sandbox"}"""]);
        Assert.Equal(1, metrics.Samples["""opsconsole_runs_total{environment="sandbox",operation="switch",outcome="succeeded"}"""]);
        Assert.Equal(1, metrics.Samples["""opsconsole_run_seconds_bucket{operation="rollback",le="+Inf"}"""]);
        Assert.Equal((1, "histogram"), (metrics.Samples["opsconsole_undo_seconds_count"], metrics.Types["opsconsole_undo_seconds"]));
    }

    [Fact]
    public async Task Rate_OfAnEnvironmentThatNeverWas_IsNotFound()
    {
        Assert.Equal("not-found", (await running.Viewer.GetAsync("/api/v1/runs/rate?environment=nope")).Problem);
        Assert.Equal("bad-request", (await running.Viewer.GetAsync("/api/v1/runs/rate?environment=a&environment=b")).Problem);
        Assert.Equal(HttpStatusCode.Unauthorized, (await running.Nobody.GetAsync("/api/v1/runs/rate")).Status);
    }

    private async Task<MetricsText> MetricsAsync() => MetricsText.Parse((await running.Nobody.GetAsync("/metrics")).Text);

    private async Task<JsonNode> RunAsync(string operation)
    {
        var body = new JsonObject { ["operation"] = operation, ["reason"] = "a test", ["bakeSeconds"] = 0 };
        if (operation == "rollback")
        {
            body.Remove("bakeSeconds");
        }

        // Until everything was looked at once, gates are unknown and block.
        var started = await Eventually.IsAsync(
            () => running.Lead.PostAsync("/api/v1/environments/sandbox/runs", body.DeepClone()), answer => answer.Status is HttpStatusCode.Accepted, $"{operation} starts");
        return await Eventually.IsAsync(
            () => running.Viewer.ReadAsync(started.Location!.ToString()), run => run["state"]!.GetValue<string>() == "succeeded", $"{operation} succeeds");
    }
}
