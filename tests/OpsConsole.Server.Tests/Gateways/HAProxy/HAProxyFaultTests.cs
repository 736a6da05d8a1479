using OpsConsole.Server.Gateways;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gateways.HAProxy;

/// <summary>What goes wrong around a real HAProxy: seen, said, and nothing made worse.</summary>
public sealed class HAProxyFaultTests
{
    private static readonly Weights s_blue = Weights.AllTo(Slot.Blue);
    private static readonly Weights s_green = Weights.AllTo(Slot.Green);

    [Fact]
    public async Task Slot_ThatIsDown_IsNotSwitchedTo_AndALiveOneIsTold()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        await trial.SlotAsync(Slot.Blue, up: false);
        var (before, file) = (await trial.Gateway.ExportAsync(default), trial.Files.Read());
        foreach (var weights in new[] { s_blue, new Weights(50, 50) })
        {
            Assert.Contains("blue (server b) is DOWN by HAProxy's own check (L4CON)", (await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(weights, default))).Message, StringComparison.Ordinal);
        }

        Assert.Equal((before, file, "green"), (await trial.Gateway.ExportAsync(default), trial.Files.Read(), await trial.ServedByAsync()));
        await trial.SlotAsync(Slot.Green, up: false);
        var reading = await trial.ReadAsync();
        Assert.Equal(s_green, reading.Weights);
        Assert.Contains("green (server g) is DOWN", reading.Error, StringComparison.Ordinal);
        Assert.Contains("answers 503", reading.Error, StringComparison.Ordinal);
        await trial.SlotAsync(Slot.Blue, up: true);
        // Away from a slot that is down is the way that must always be open.
        await trial.Gateway.SetWeightsAsync(s_blue, default);
        Assert.Equal("blue", await trial.ServedByAsync());
    }

    [Fact]
    public async Task Maintenance_ByHand_IsToldAndLeftAlone()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        await trial.TellAsync("set server shop/b state maint");
        const string Words = "blue (server b) was put into maintenance by hand, and is left there. That ends with: set server shop/b state drain.";
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, s_green, Words), await trial.ReadAsync());
        Assert.Equal(Words, (await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(s_blue, default))).Message);
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Contains("set server shop/b state maint\n", await trial.Gateway.ExportAsync(default), StringComparison.Ordinal);

        // Green is disabled in the configuration, and was made ready since: that it is in maintenance again is somebody's doing.
        await trial.TellAsync("set server shop/b state drain", "set server shop/b state ready", "set server shop/b weight 1", "set server shop/g state maint");
        Assert.Contains("green (server g) was put into maintenance by hand", (await trial.ReadAsync()).Error, StringComparison.Ordinal);
        await trial.TellAsync("set server shop/g state drain");
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, s_green, null), await trial.ReadAsync());
    }

    [Fact]
    public async Task Weights_SetByHand_AreReadAndTold()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        await trial.TellAsync("set server shop/b weight 3", "set server shop/b state ready");
        var reading = await trial.ReadAsync();
        Assert.Equal(new Weights(75, 25), reading.Weights);
        Assert.Equal($"Somebody set servers at the socket: HAProxy does blue 75 %, green 25 %, and {trial.Plan.StateFile} says blue 0 %, green 100 %.", reading.Error);
        await trial.TellAsync("set server shop/b state drain", "set server shop/g state drain");
        reading = await trial.ReadAsync();
        Assert.Null(reading.Weights);
        Assert.Contains("No slot takes traffic: the front door answers 503.", reading.Error, StringComparison.Ordinal);
        await trial.Gateway.SetWeightsAsync(s_blue, default);
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, s_blue, null), await trial.ReadAsync());
    }

    [Fact]
    public async Task Server_OfNoSlotThatTakesTraffic_KeepsTheWeightsUnknownAndIsNotSwitchedAround()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish("retries 0\n    server third 127.0.0.1:1"));
        var reading = await trial.ReadAsync();
        Assert.Null(reading.Weights);
        Assert.Contains("has third beside the servers of the slots", reading.Error, StringComparison.Ordinal);
        Assert.Contains("third", (await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(s_green, default))).Message, StringComparison.Ordinal);
        // A way back leaves nobody where they are for that.
        Assert.Contains("third", await trial.Gateway.TakeBackAsync(s_green, default), StringComparison.Ordinal);
        Assert.Contains("set server shop/b state drain\n", await trial.Gateway.ExportAsync(default), StringComparison.Ordinal);
        await trial.TellAsync("set server shop/third state maint");
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Equal(s_green, (await trial.ReadAsync()).Weights);
    }

    [Fact]
    public async Task Server_ThatTracksAnother_IsNotSwitchedToWhileThatKeepsTrafficFromIt()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(Green: "no-check track other/o"));
        await trial.TellAsync("set server other/o state maint");
        const string Words = "green (server g) takes its state from other/o, which keeps traffic from it.";
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, s_blue, Words), await trial.ReadAsync());
        Assert.Equal(Words, (await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(s_green, default))).Message);
        await trial.TellAsync("set server other/o state ready");
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Equal(("green", s_green), (await trial.ServedByAsync(), (await trial.ReadAsync()).Weights));
    }

    [Fact]
    public async Task Server_ThatIsABackup_CanBeSwitchedToAndTakesNoShare()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(Green: "backup"));
        Assert.Contains("Shares are not possible", (await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(new Weights(50, 50), default))).Message, StringComparison.Ordinal);
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Equal(("green", new GatewayReading(trial.Plan.FrontDoor.Authority, s_green, null)), (await trial.ServedByAsync(), await trial.ReadAsync()));
        await trial.TellAsync("set server shop/b weight 1", "set server shop/b state ready");
        var reading = await trial.ReadAsync();
        Assert.Null(reading.Weights);
        Assert.Contains("blue 50 %, green 50 % is not what happens", reading.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Console_DiedBetweenTheFileAndTheSocket_TheNextSeesWhatIsReallySoAndGoesOn()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        var green = trial.Files.Read()!;
        await trial.Gateway.SetWeightsAsync(s_blue, default);
        trial.Files.Write(green, null);
        trial.NewConsole();
        var reading = await trial.ReadAsync();
        Assert.Equal(s_blue, reading.Weights);
        Assert.Equal($"{trial.Plan.StateFile} was written (blue 0 %, green 100 %) and not applied: HAProxy does blue 100 %, green 0 %.", reading.Error);
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Equal(("green", new GatewayReading(trial.Plan.FrontDoor.Authority, s_green, null)), (await trial.ServedByAsync(), await trial.ReadAsync()));
    }

    [Fact]
    public async Task Disk_ThatIsFull_KeepsEverythingAsItWas()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        using var small = new TempDirectory();
        var mounted = await trial.RunAsync(["mount", "-t", "tmpfs", "-o", "size=64k", "small", small.Path]);
        Assert.SkipUnless(mounted.Done, $"A small disk can only be mounted as root: {mounted.Complaint}");
        try
        {
            trial.NewConsole(trial.Plan with { StateFile = small.File("shop.state") });
            await trial.Gateway.PrepareAsync(default);
            // Room for two of the three files that a change writes.
            await File.WriteAllBytesAsync(small.File("filler"), new byte[new DriveInfo(small.Path).AvailableFreeSpace - (2 * Environment.SystemPageSize)]);
            var (before, file) = (await trial.Gateway.ExportAsync(default), trial.Files.Read());
            var refusal = await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(s_green, default));
            Assert.StartsWith($"{trial.Plan.StateFile}, or what lies beside it, cannot be written: No space left on device", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(["filler", "shop.state", "shop.state.applied"], Directory.EnumerateFiles(small.Path).Select(Path.GetFileName).Order());
            Assert.Equal((before, file, "blue"), (await trial.Gateway.ExportAsync(default), trial.Files.Read(), await trial.ServedByAsync()));
            File.Delete(small.File("filler"));
            await trial.Gateway.SetWeightsAsync(s_green, default);
            Assert.Equal("green", await trial.ServedByAsync());
        }
        finally
        {
            await trial.RunAsync(["umount", small.Path]);
        }
    }

    [Fact]
    public async Task WayBack_WithoutTheConsole_PutsBackWhatWas_AlsoAfterARestart()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(new Weights(75, 25), default);
        await trial.Gateway.SetWeightsAsync(s_green, default);
        var script = trial.Files.WayBackScript;
        Assert.InRange((await File.ReadAllLinesAsync(script)).Length, 1, 10);
        var answer = await trial.RunAsync([script]);
        Assert.True(answer.Done, answer.Complaint);
        // And the console, when it is there again, sees it.
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, new Weights(75, 25), null), await trial.ReadAsync());
        await trial.KillAsync();
        var failed = await trial.RunAsync([script]);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("HAProxy did not do it", failed.Output, StringComparison.Ordinal);
        await trial.BootAsync();
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, new Weights(75, 25), null), await trial.ReadAsync());
    }

    [Fact]
    public async Task WayBack_OverTcpAndWithATag_PutsBackWhatWas()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish("use-server g if { req.hdr(X-Gray-Tag),map({map}) g }", Tcp: true, Map: true));
        var tagged = s_blue with { Tag = new GrayTag("beta", Slot.Green) };
        await trial.Gateway.SetWeightsAsync(tagged, default);
        await trial.Gateway.SetWeightsAsync(s_green, default);
        var script = trial.Files.WayBackScript;
        Assert.InRange((await File.ReadAllLinesAsync(script)).Length, 1, 10);
        var answer = await trial.RunAsync([script]);
        Assert.True(answer.Done, answer.Complaint);
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, tagged, null), await trial.ReadAsync());
        Assert.Equal(("green", "blue"), ((await trial.AskAsync(tag: "beta")).ServedBy, await trial.ServedByAsync()));
    }
}
