using System.Text.Json.Nodes;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gateways.Nginx;

/// <summary>The console as its users start it, with a real nginx in its settings.</summary>
public sealed class NginxConsoleTests
{
    private const string Shop = "OpsConsole:Environments:shop";

    [Fact]
    public async Task Console_WithAnNginxInItsSettings_SwitchesItAndSaysWhatWouldGetInTheWay()
    {
        await using var trial = await NginxTrial.StartAsync();
        await using var console = await ConsoleProcess.StartAsync(new ConsoleSettings { More = Settings(trial) });
        var answer = await console.RunToolAsync("switch", "--environment", "shop", "--reason", "a test", "--bake", "0");
        Assert.True(answer.ExitCode == 0, answer.ToString());
        Assert.Equal("green", await trial.ServedByAsync());
        await Eventually.BecomesTrueAsync(() => console.Output.Contains("exactly fills proxy_buffer_size", StringComparison.Ordinal));

        using var viewer = await ApiClient.ForAsync(console, "viewer");
        await File.AppendAllTextAsync(trial.Plan.IncludeFile, "# a note");
        var gateway = await Eventually.IsAsync(async () => (await viewer.ReadAsync("/api/v1/environments/shop"))["gateway"]!, gateway => gateway["instances"]![0]!["error"] is not null);
        Assert.Equal(("nginx", 100), (gateway["kind"]!.GetValue<string>(), gateway["weights"]!["green"]!.GetValue<int>()));
        Assert.Contains("changed by hand", gateway["instances"]![0]!["error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfigCheck_LooksThroughTheGatewayToo_AtTheCommandLineAndByTheApi()
    {
        await using var trial = await NginxTrial.StartAsync();
        var settings = Settings(trial);
        await using var console = await ConsoleProcess.StartAsync(new ConsoleSettings { More = settings });
        var answer = await console.RunToolAsync("config", "check", "--json");
        Assert.True(answer.ExitCode == 0, answer.ToString());
        var found = JsonNode.Parse(answer.Output)!["gateways"]![0]!;
        Assert.Equal("shop", found["environment"]!.GetValue<string>());
        Assert.Contains(found["findings"]!.AsArray(), finding => finding!["what"]!.GetValue<string>().Contains("exactly fills proxy_buffer_size", StringComparison.Ordinal));
        Assert.Equal(1, (await console.RunToolAsync("config", "check", "--strict")).ExitCode);

        using var viewer = await ApiClient.ForAsync(console, "viewer");
        var check = await viewer.ReadAsync("/api/v1/environments/shop/gateway/check");
        Assert.Equal(found["findings"]!.ToJsonString(), check["findings"]!.ToJsonString());
    }

    private static Dictionary<string, string> Settings(NginxTrial trial)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [$"{Shop}:FrontDoor"] = trial.Plan.FrontDoor.ToString(),
            [$"{Shop}:Gateway:Kind"] = "nginx",
            [$"{Shop}:Gateway:IncludeFile"] = trial.Plan.IncludeFile,
            [$"{Shop}:Gateway:Upstream"] = trial.Plan.Upstream,
            [$"{Shop}:Slots:Blue:Kind"] = "external",
            [$"{Shop}:Slots:Blue:Address"] = trial.Plan.Blue.ToString(),
            [$"{Shop}:Slots:Green:Kind"] = "external",
            [$"{Shop}:Slots:Green:Address"] = trial.Plan.Green.ToString(),
        };
        foreach (var (name, command) in new[] { ("Test", trial.Plan.Test), ("Reload", trial.Plan.Reload) })
        {
            foreach (var (index, word) in command.Index())
            {
                settings[FormattableString.Invariant($"{Shop}:Gateway:{name}:{index}")] = word;
            }
        }

        return settings;
    }
}
