using OpsConsole.Server.Gateways;
using OpsConsole.Server.Gateways.Nginx;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gateways.Nginx;

/// <summary>What goes wrong around a real nginx: seen, said, and nothing made worse.</summary>
public sealed class NginxFaultTests
{
    private static readonly Weights s_blue = Weights.AllTo(Slot.Blue);
    private static readonly Weights s_green = Weights.AllTo(Slot.Green);

    [Fact]
    public async Task Configuration_ThatNginxRefuses_IsPutBackAndItsComplaintIsTold()
    {
        await using var trial = await NginxTrial.StartAsync();
        var before = trial.Include;
        await File.WriteAllTextAsync(trial.OtherFile, "server { lissen 1; }");
        var refusal = await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(s_green, default));
        Assert.Contains("unknown directive \"lissen\"", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((before, "blue", s_blue), (trial.Include, await trial.ServedByAsync(), (await trial.ReadAsync()).Weights));

        await File.WriteAllTextAsync(trial.OtherFile, "");
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Equal(("green", s_green), (await trial.ServedByAsync(), (await trial.ReadAsync()).Weights));
    }

    [Fact]
    public async Task Include_ChangedByHand_IsToldAndNotOverwrittenUntilTakenUp()
    {
        await using var trial = await NginxTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        var edited = trial.Include.Replace("keepalive 64", "keepalive 32", StringComparison.Ordinal);
        await File.WriteAllTextAsync(trial.Plan.IncludeFile, edited);

        var reading = await trial.ReadAsync();
        Assert.Equal(s_green, reading.Weights);
        Assert.Contains("changed by hand and not loaded; nginx does blue 0 %, green 100 %", reading.Error, StringComparison.Ordinal);
        Assert.Contains("changed by hand", (await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(s_blue, default))).Message, StringComparison.Ordinal);
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Equal((edited, "green"), (trial.Include, await trial.ServedByAsync()));

        await trial.Gateway.ReloadAsync(default);
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, s_green, null), await trial.ReadAsync());
        await trial.Gateway.SetWeightsAsync(s_blue, default);
        Assert.Equal((edited, "blue"), (await File.ReadAllTextAsync(new NginxFiles(trial.Plan).Previous), await trial.ServedByAsync()));
    }

    [Fact]
    public async Task Include_ChangedAndLoadedByHand_SaysWhereTrafficReallyGoes()
    {
        await using var trial = await NginxTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_blue, default);
        await File.WriteAllTextAsync(trial.Plan.IncludeFile, trial.Include.Replace(trial.Plan.ServerOf(Slot.Blue), trial.Plan.ServerOf(Slot.Green), StringComparison.Ordinal));
        await trial.ReloadByHandAsync();
        var reading = await Eventually.IsAsync(trial.ReadAsync, reading => reading.Weights == s_green);
        Assert.Contains("changed by hand; nginx does blue 0 %, green 100 %", reading.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OverAnEditThatNginxRefuses_KeepsTheEdit()
    {
        await using var trial = await NginxTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        var kept = await trial.Gateway.ExportAsync(default);
        await File.WriteAllTextAsync(trial.Plan.IncludeFile, "upstream shop { ");
        Assert.Contains("nginx refuses", (await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.ReloadAsync(default))).Message, StringComparison.Ordinal);
        Assert.Equal(kept, await trial.Gateway.ExportAsync(default));
        await trial.Gateway.ImportAsync(kept, default);
        Assert.Equal((kept, "upstream shop { "), (trial.Include, await File.ReadAllTextAsync(new NginxFiles(trial.Plan).Edit)));
        Assert.Equal(("green", new GatewayReading(trial.Plan.FrontDoor.Authority, s_green, null)), (await trial.ServedByAsync(), await trial.ReadAsync()));
    }

    [Fact]
    public async Task Include_MovedAway_IsWrittenAnewByTheNextChange()
    {
        await using var trial = await NginxTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        File.Delete(trial.Plan.IncludeFile);
        var reading = await trial.ReadAsync();
        Assert.Equal(s_green, reading.Weights);
        Assert.Contains("is gone", reading.Error, StringComparison.Ordinal);
        await trial.Gateway.SetWeightsAsync(s_blue, default);
        Assert.Equal(new GatewayReading(trial.Plan.FrontDoor.Authority, s_blue, null), await trial.ReadAsync());
    }

    [Fact]
    public async Task Master_Killed_IsToldAndNothingIsChanged()
    {
        await using var trial = await NginxTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        var before = trial.Include;
        await trial.KillMasterAsync();
        Assert.Equal("green", await trial.ServedByAsync());
        var reading = await trial.ReadAsync();
        Assert.Null(reading.Weights);
        Assert.Contains("master process does not run", reading.Error, StringComparison.Ordinal);
        Assert.Contains("live on and answer as before", reading.Error, StringComparison.Ordinal);
        await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.SetWeightsAsync(s_blue, default));
        Assert.Equal((before, "green"), (trial.Include, await trial.ServedByAsync()));
    }

    [Fact]
    public async Task Restart_OfNginx_KeepsTheSwitch()
    {
        await using var trial = await NginxTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        await trial.EndAsync();
        await trial.BootAsync();
        Assert.Equal(("green", new GatewayReading(trial.Plan.FrontDoor.Authority, s_green, null)), (await trial.ServedByAsync(), await trial.ReadAsync()));
    }

    [Fact]
    public async Task Console_DiedBetweenTheFileAndTheReload_TheNextSeesWhatIsReallySoAndGoesOn()
    {
        await using var trial = await NginxTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        await trial.Gateway.SetWeightsAsync(s_blue, default);
        new NginxFiles(trial.Plan).Write(IncludeText.Of(trial.Plan, s_green));
        trial.NewConsole();
        var reading = await trial.ReadAsync();
        Assert.Equal(s_blue, reading.Weights);
        Assert.Contains("was written and not loaded; nginx does blue 100 %", reading.Error, StringComparison.Ordinal);
        await trial.Gateway.SetWeightsAsync(s_green, default);
        Assert.Equal(("green", new GatewayReading(trial.Plan.FrontDoor.Authority, s_green, null)), (await trial.ServedByAsync(), await trial.ReadAsync()));
    }

    [Fact]
    public async Task WayBack_WithoutTheConsole_PutsBackWhatWas()
    {
        await using var trial = await NginxTrial.StartAsync();
        var before = trial.Include;
        await trial.Gateway.SetWeightsAsync(s_green, default);
        var script = new NginxFiles(trial.Plan).WayBackScript;
        Assert.InRange((await File.ReadAllLinesAsync(script)).Length, 1, 10);
        var answer = await trial.RunAsync([script]);
        Assert.True(answer.Done, answer.Complaint);
        await Eventually.IsAsync(trial.ServedByAsync, served => served == "blue");
        Assert.Equal(before, trial.Include);
        // And the console, when it is there again, sees it.
        Assert.Equal(s_blue, (await Eventually.IsAsync(trial.ReadAsync, reading => reading.Error is null)).Weights);
    }

    [Fact]
    public async Task WayBack_ThatNginxRefuses_ChangesNothing()
    {
        await using var trial = await NginxTrial.StartAsync();
        await trial.Gateway.SetWeightsAsync(s_green, default);
        var before = trial.Include;
        await File.WriteAllTextAsync(trial.OtherFile, "broken");
        var answer = await trial.RunAsync([new NginxFiles(trial.Plan).WayBackScript]);
        Assert.Equal((1, before), (answer.ExitCode, trial.Include));
        Assert.Contains("nothing was changed", answer.Output, StringComparison.Ordinal);
    }
}
