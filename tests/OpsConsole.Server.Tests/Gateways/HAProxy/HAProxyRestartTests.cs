using OpsConsole.Server.Gateways;
using OpsConsole.Server.Gateways.HAProxy;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gateways.HAProxy;

/// <summary>What was told at the socket is gone with a start of HAProxy: the state file brings it back, or the console says that it did not.</summary>
public sealed class HAProxyRestartTests
{
    private static readonly Weights s_blue = Weights.AllTo(Slot.Blue);
    private static readonly Weights s_green = Weights.AllTo(Slot.Green);

    [Theory]
    [InlineData("local")]
    [InlineData("global")]
    public async Task Restart_KeepsTheSwitch(string load)
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(Load: load));
        foreach (var weights in new[] { s_green, new Weights(75, 25) })
        {
            await trial.Gateway.SetWeightsAsync(weights, default);
            await trial.KillAsync();
            await trial.BootAsync();
            Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, weights, null), await trial.ReadAsync());
            await trial.ReloadByHandAsync();
            Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, weights, null), await Eventually.IsAsync(trial.ReadAsync, reading => reading.Weights is not null));
        }

        await trial.Gateway.SetWeightsAsync(s_green, default);
        await trial.KillAsync();
        await trial.BootAsync();
        Assert.Equal("green", await trial.ServedByAsync());
    }

    [Fact]
    public async Task Restart_OfOneThatLoadsNothing_IsToldWithTheLinesToWrite_AndTheNextChangePutsItRight()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(Load: null));
        await trial.Gateway.SetWeightsAsync(s_green, default);
        await trial.KillAsync();
        await trial.BootAsync();
        var reading = await trial.ReadAsync();
        Assert.Equal((s_blue, "blue"), (reading.Weights, await trial.ServedByAsync()));
        Assert.Contains("HAProxy was started anew", reading.Error, StringComparison.Ordinal);
        Assert.Contains($"(blue 0 %, green 100 %): it does blue 100 %, green 0 %. Within backend shop: load-server-state-from-file local, and server-state-file-name {trial.Plan.StateFile}.", reading.Error, StringComparison.Ordinal);
        await trial.Gateway.ReloadAsync(default);
        Assert.Equal(("green", new GatewayReading(trial.Plan.FrontDoor.Authority, s_green, null)), (await trial.ServedByAsync(), await trial.ReadAsync()));
    }

    [Fact]
    public async Task StateFile_KeepsWhatItHoldsOfOthers_AndLeavesOutWhatWouldOverruleAConfiguration()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        const string Other = "9 elsewhere 1 x 10.0.0.1 0 1 3 3 0 1 0 2 0 0 0 0 - 80 - 0 0 - - 0";
        await File.AppendAllTextAsync(trial.Plan.StateFile, Other + "\n");
        await trial.Gateway.SetWeightsAsync(s_green, default);
        var lines = trial.Files.Read()!.Split('\n');
        Assert.Contains(Other, lines);
        Assert.All(lines.Where(line => line.Contains(" shop ", StringComparison.Ordinal)), line => Assert.Equal(ServerLine.Kept, line.Split(' ').Length));
        Assert.Equal(2, lines.Count(line => line.Contains(" shop ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task StateFile_OfASlotThatWasDown_DoesNotKeepItDown()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await trial.SlotAsync(Slot.Blue, up: false);
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.DoesNotContain(trial.Files.Read()!.Split('\n'), line => line.Contains(" shop ", StringComparison.Ordinal) && line.Split(' ')[5] == "0");
    }

    [Fact]
    public async Task Server_ThatHasMoved_IsFoundWhereTheFilePutItBack()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        var port = FreePort.Next();
        trial.WriteConfig(greenAddress: $"127.0.0.1:{port}");
        trial.NewConsole(trial.Plan with { Green = new Uri($"http://127.0.0.1:{port}") });
        await trial.KillAsync();
        await trial.BootAsync();
        var finding = Assert.Single(await trial.Gateway.CheckAsync(default));
        Assert.Contains($"the settings say that green answers at 127.0.0.1:{port}", finding.What, StringComparison.Ordinal);
        Assert.Contains($"remove {trial.Plan.StateFile}", finding.Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1\n# nothing\n")]
    [InlineData("1\n3 shop 1 b 127.0.0.1 2 0\n")]
    [InlineData(null)]
    public async Task StateFile_ThatIsDamagedOrGone_IsToldAndWrittenAnew(string? text)
    {
        await using var trial = await HAProxyTrial.StartAsync();
        if (text is null)
        {
            File.Delete(trial.Plan.StateFile);
        }
        else
        {
            await File.WriteAllTextAsync(trial.Plan.StateFile, text);
        }

        var reading = await trial.ReadAsync();
        Assert.Equal(s_blue, reading.Weights);
        Assert.Contains("after a restart", reading.Error, StringComparison.Ordinal);
        Assert.Contains("after a restart", (await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.ReloadAsync(default))).Message, StringComparison.Ordinal);
        await trial.Gateway.SetWeightsAsync(s_blue, default);
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, s_blue, null), await trial.ReadAsync());
    }
}
