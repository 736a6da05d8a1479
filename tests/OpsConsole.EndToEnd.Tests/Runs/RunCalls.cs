using System.Net;
using System.Text.Json.Nodes;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Runs;

/// <summary>Runs as a program asks for them.</summary>
internal static class RunCalls
{
    private static readonly string[] s_ended = ["succeeded", "rolled-back", "aborted", "failed"];

    public static Task<ApiAnswer> AskAsync(this ApiClient api, string operation, int? bakeSeconds = null, string reason = "a test asks for it", string? target = null)
    {
        var request = new JsonObject { ["operation"] = operation, ["reason"] = reason };
        if (bakeSeconds is not null)
        {
            request["bakeSeconds"] = bakeSeconds;
        }

        if (target is not null)
        {
            request["target"] = target;
        }

        return api.PostAsync($"{World.Environment}/runs", request);
    }

    /// <summary>Starts a run, which must be accepted; its id.</summary>
    public static async Task<long> StartAsync(this ApiClient api, string operation, int? bakeSeconds = null, string reason = "a test asks for it", string? target = null)
    {
        var answer = await api.AskAsync(operation, bakeSeconds, reason, target);
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.ToString());
        return answer.Json.Id();
    }

    /// <summary>Reads a run until it is as wanted.</summary>
    public static Task<JsonNode> RunUntilAsync(this ApiClient api, long run, Func<JsonNode, bool> wanted, string what)
        => Eventually.IsAsync(() => api.ReadAsync($"/api/v1/runs/{run}"), wanted, what, TimeSpan.FromSeconds(60));

    public static Task<JsonNode> RunEndedAsync(this ApiClient api, long run)
        => api.RunUntilAsync(run, state => s_ended.Contains(state.Text("state")), $"run {run} has ended");

    /// <summary>Switches without a bake, and insists that it succeeds.</summary>
    public static async Task<JsonNode> SwitchAsync(this ApiClient api, string? target = null)
    {
        var run = await api.RunEndedAsync(await api.StartAsync("switch", bakeSeconds: 0, target: target));
        Assert.True(run.Text("state") == "succeeded", run.ToJsonString());
        return run;
    }
}
