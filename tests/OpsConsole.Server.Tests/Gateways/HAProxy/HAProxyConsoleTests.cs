using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gateways.HAProxy;

/// <summary>The console as its users start it, with a real HAProxy in its settings.</summary>
public sealed class HAProxyConsoleTests
{
    private const string Shop = "OpsConsole:Environments:shop";

    [Fact]
    public async Task Console_WithAnHAProxyInItsSettings_SwitchesItAndSaysWhatWouldGetInTheWay()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(Load: null));
        await using var console = await ConsoleProcess.StartAsync(new ConsoleSettings
        {
            More = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [$"{Shop}:FrontDoor"] = trial.Plan.FrontDoor.ToString(),
                [$"{Shop}:Gateway:Kind"] = "haproxy",
                [$"{Shop}:Gateway:Socket"] = trial.Plan.Socket,
                [$"{Shop}:Gateway:Backend"] = trial.Plan.Backend,
                [$"{Shop}:Gateway:Servers:Blue"] = trial.Plan.BlueServer,
                [$"{Shop}:Gateway:Servers:Green"] = trial.Plan.GreenServer,
                [$"{Shop}:Gateway:StateFile"] = trial.Plan.StateFile,
                [$"{Shop}:Slots:Blue:Kind"] = "external",
                [$"{Shop}:Slots:Blue:Address"] = trial.Plan.Blue.ToString(),
                [$"{Shop}:Slots:Green:Kind"] = "external",
                [$"{Shop}:Slots:Green:Address"] = trial.Plan.Green.ToString(),
            },
        });
        var answer = await console.RunToolAsync("switch", "--environment", "shop", "--reason", "a test", "--bake", "0");
        Assert.True(answer.ExitCode == 0, answer.ToString());
        Assert.Equal("green", await trial.ServedByAsync());
        await Eventually.BecomesTrueAsync(() => console.Output.Contains("would forget the last switch", StringComparison.Ordinal));

        using var viewer = await ApiClient.ForAsync(console, "viewer");
        await trial.KillAsync();
        await trial.BootAsync();
        var gateway = await Eventually.IsAsync(
            async () => (await viewer.ReadAsync("/api/v1/environments/shop"))["gateway"]!, gateway => gateway["instances"]![0]!["error"]?.GetValue<string>().Contains("started anew", StringComparison.Ordinal) == true);
        Assert.Equal(("haproxy", 100, false), (gateway["kind"]!.GetValue<string>(), gateway["weights"]!["blue"]!.GetValue<int>(), gateway["agrees"]!.GetValue<bool>()));
    }
}
