using System.Text.Json.Nodes;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests;

/// <summary>A console with its sandbox, and a program in each role that talks to it. One for all tests of a class.</summary>
public sealed class World : IAsyncLifetime
{
    public const string Environment = "/api/v1/environments/sandbox";

    public ConsoleProcess Console { get; private set; } = null!;

    public ApiClient Viewer { get; private set; } = null!;

    public ApiClient Sre { get; private set; } = null!;

    public ApiClient Lead { get; private set; } = null!;

    /// <summary>The front door's ordinary endpoint.</summary>
    public Uri FrontDoor => new(Console.GatewayUrl, "/v1/info");

    public async ValueTask InitializeAsync()
    {
        Console = await ConsoleProcess.StartAsync();
        Viewer = await ApiClient.ForAsync(Console, "viewer");
        Sre = await ApiClient.ForAsync(Console, "sre");
        Lead = await ApiClient.ForAsync(Console, "lead");
    }

    public async ValueTask DisposeAsync()
    {
        Viewer?.Dispose();
        Sre?.Dispose();
        Lead?.Dispose();
        if (Console is not null)
        {
            await Console.DisposeAsync();
        }
    }

    /// <summary>The environment, once it is calm: no run, and both slots up.</summary>
    public static Task<JsonNode> CalmAsync(ApiClient api) => Eventually.IsAsync(
        () => api.ReadAsync(Environment),
        state => state.Text("state") == "ok" && state["activeRun"] is null && state["slots"]!.AsArray().All(slot => slot!.Text("state") == "up"),
        "the environment is ok, without a run, both slots up",
        TimeSpan.FromSeconds(60));

    /// <summary>Every entry of the audit log that matches, newest first.</summary>
    public static async Task<IReadOnlyList<JsonNode>> EntriesAsync(ApiClient api, string query)
        => [.. (await api.ReadAsync($"/api/v1/audit?limit=500&{query}"))["entries"]!.AsArray().Select(entry => entry!)];

    /// <summary>The console says that its own log is unbroken.</summary>
    public static async Task AuditIsUnbrokenAsync(ApiClient api)
    {
        var verdict = await api.ReadAsync("/api/v1/audit/verify");
        Assert.True(verdict["ok"]!.GetValue<bool>(), verdict.ToJsonString());
    }
}
