using System.Text.Json.Nodes;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gates;

/// <summary>A console that watches an environment called shop, with gates that are fed from outside, for all tests of a class.</summary>
public sealed class WatchedShop : IAsyncLifetime
{
    public const string Path = "/api/v1/environments/shop";

    private const string Key = "OpsConsole:Environments:shop";

    public ConsoleProcess Console { get; private set; } = null!;

    public ApiClient Viewer { get; private set; } = null!;

    public ApiClient Sre { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Console = await ConsoleProcess.StartAsync(new ConsoleSettings
        {
            More = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [$"{Key}:Mode"] = "watch-only",
                [$"{Key}:Slots:Blue:Kind"] = "external",
                [$"{Key}:Slots:Blue:Address"] = "http://127.0.0.1:9",
                [$"{Key}:Slots:Green:Kind"] = "external",
                [$"{Key}:Slots:Green:Address"] = "http://127.0.0.2:9",
                [$"{Key}:Gates:backup:Kind"] = "post",
                [$"{Key}:Checklist:0:Name"] = "announced",
                [$"{Key}:Checklist:0:Text"] = "Support knows",
                [$"{Key}:Checklist:1:Name"] = "on-call",
                [$"{Key}:Checklist:1:Text"] = "Somebody is on call",
                [$"{Key}:Checklist:1:ValidSeconds"] = "60",
                [$"{Key}:Checklist:1:Operations:0"] = "reload-config",
                [$"{Key}:Gates:alerts:Kind"] = "http",
                [$"{Key}:Gates:alerts:Url"] = "http://127.0.0.1:9/alerts",
            },
        });
        Viewer = await ApiClient.ForAsync(Console, "viewer");
        Sre = await ApiClient.ForAsync(Console, "sre");
    }

    public async Task<JsonNode> GateAsync(string name)
        => (await Viewer.ReadAsync($"{Path}/gates?operation=switch&target=green"))["gates"]!.AsArray().Single(gate => gate!["name"]!.GetValue<string>() == name)!;

    public async ValueTask DisposeAsync()
    {
        Viewer?.Dispose();
        Sre?.Dispose();
        if (Console is not null)
        {
            await Console.DisposeAsync();
        }
    }
}
