using System.Net;
using OpsConsole.Server.Gateways;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class GatewaySnapshotTests
{
    private const string Fresh = "{\n  \"blue\": 100,\n  \"green\": 0\n}";

    private static CancellationToken End => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_OfAnExport_PutsExactlyThatBack()
    {
        await using var trial = await SandboxTrial.StartAsync();
        Assert.Equal(Fresh, await trial.Gateway.ExportAsync(End));

        var split = new Weights(75, 25, new GrayTag("beta", Slot.Green));
        await trial.Gateway.SetWeightsAsync(split, End);
        var snapshot = await trial.Gateway.ExportAsync(End);
        Assert.Equal("{\n  \"blue\": 75,\n  \"green\": 25,\n  \"tag\": {\n    \"value\": \"beta\",\n    \"slot\": \"green\"\n  }\n}", snapshot);

        await trial.Gateway.SetWeightsAsync(Weights.AllTo(Slot.Green), End);
        for (var i = 0; i < 2; i++)
        {
            await trial.Gateway.ImportAsync(snapshot, End);
            Assert.Equal(split, await trial.WeightsAsync());
            Assert.Equal((snapshot, snapshot), (await trial.Gateway.ExportAsync(End), await KeptAsync(trial)));
        }

        await trial.Gateway.ImportAsync(Fresh, End);
        Assert.Equal("blue", await trial.ServedByAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("blue: 100")]
    [InlineData("{}")]
    [InlineData("""{"blue":101,"green":0}""")]
    [InlineData("""{"blue":0,"green":100,"upstream":"shop"}""")]
    [InlineData("""{"blue":0,"green":100,"tag":{"value":"no tag","slot":"green"}}""")]
    public async Task Import_OfWhatIsWrong_IsRefusedAndNothingChanges(string configuration)
    {
        await using var trial = await SandboxTrial.StartAsync();
        var refusal = await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.ImportAsync(configuration, End));
        Assert.StartsWith("The gateway refused: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((Fresh, Fresh), (await trial.Gateway.ExportAsync(End), await KeptAsync(trial)));
        Assert.Equal("blue", await trial.ServedByAsync());
    }

    [Fact]
    public async Task Reload_FileChangedByHand_TakesEffectOnlyThen()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await trial.Gateway.ReloadAsync(End);
        Assert.Equal(Weights.AllTo(Slot.Blue), await trial.WeightsAsync());

        await File.WriteAllTextAsync(trial.Plan.WeightsFile, """{ "blue": 0, "green": 100 }""", End);
        Assert.Equal(("blue", Fresh), (await trial.ServedByAsync(), await trial.Gateway.ExportAsync(End)));

        await trial.Gateway.ReloadAsync(End);
        Assert.Equal("green", await trial.ServedByAsync());
        Assert.Equal(Weights.AllTo(Slot.Green), await trial.WeightsAsync());
    }

    [Theory]
    [InlineData(null, "is gone")]
    [InlineData("", "is damaged")]
    [InlineData("""{ "blue": 0, "green": 100""", "is damaged")]
    [InlineData("""{ "blue": 0, "green": 0 }""", "Both weights are 0")]
    public async Task Reload_FileIsDamaged_IsRefusedAndItStaysAsItWas(string? text, string why)
    {
        await using var trial = await SandboxTrial.StartAsync();
        var split = new Weights(60, 40);
        await trial.Gateway.SetWeightsAsync(split, End);
        File.Delete(trial.Plan.WeightsFile);
        if (text is not null)
        {
            await File.WriteAllTextAsync(trial.Plan.WeightsFile, text, End);
        }

        var refusal = await Assert.ThrowsAsync<GatewayException>(() => trial.Gateway.ReloadAsync(End));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(trial.Plan.WeightsFile, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(split, await trial.WeightsAsync());

        // What was in force can be put back over it.
        await trial.Gateway.ImportAsync(await trial.Gateway.ExportAsync(End), End);
        await trial.Gateway.ReloadAsync(End);
        Assert.Equal(split, await trial.WeightsAsync());
    }

    [Fact]
    public async Task Gateway_IsDead_CanNeitherBeSavedNorRestoredNorReloaded()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await trial.KillAsync("gateway");
        foreach (var ask in (Func<Task>[])[() => trial.Gateway.ExportAsync(End), () => trial.Gateway.ImportAsync(Fresh, End), () => trial.Gateway.ReloadAsync(End)])
        {
            Assert.Contains(trial.Plan.FrontDoor.Authority, (await Assert.ThrowsAsync<GatewayException>(ask)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Reload_WithoutTheSecret_IsRefused()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await File.WriteAllTextAsync(trial.Plan.WeightsFile, """{ "blue": 0, "green": 100 }""", End);
        using var answer = await trial.Http.PostAsync(new Uri($"http://127.0.0.1:{trial.Child("gateway").Record.AdminPort}/reload"), null, End);
        Assert.Equal((HttpStatusCode.Unauthorized, "blue"), (answer.StatusCode, await trial.ServedByAsync()));
    }

    private static Task<string> KeptAsync(SandboxTrial trial) => File.ReadAllTextAsync(trial.Plan.WeightsFile, End);
}
