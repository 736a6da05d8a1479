using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Sandbox;
using OpsConsole.Server.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Sandbox;

/// <summary>A gateway whose file was changed by hand reads it anew as a run: kept before, proven after, taken back where it goes wrong.</summary>
public sealed class ReloadRunTests
{
    [Fact]
    public async Task Reload_OfAFileThatMovesTraffic_IsTakenBackAsItWas()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await using var store = new TempDatabase();
        await using var console = await SmallConsole.StartAsync(store.Database, Shop(trial));
        await console.ReadyAsync();
        var before = await trial.Gateway.ExportAsync(default);
        DurableFile.Write(trial.Plan.WeightsFile, Weights.AllTo(Slot.Green));

        var run = await console.RunAsync(Operation.ReloadConfig);

        Assert.Equal(RunPhase.RolledBack, run.State);
        Assert.Contains("was asked for blue 100 %, green 0 % and reads back blue 0 %, green 100 %", run.Outcome, StringComparison.Ordinal);
        Assert.Equal((before, Weights.AllTo(Slot.Blue)), (await trial.Gateway.ExportAsync(default), await trial.WeightsAsync()));
    }

    [Fact]
    public async Task Reload_OfAnUnchangedFile_Succeeds()
    {
        await using var trial = await SandboxTrial.StartAsync();
        await using var store = new TempDatabase();
        await using var console = await SmallConsole.StartAsync(store.Database, Shop(trial));
        await console.ReadyAsync();
        var run = await console.RunAsync(Operation.ReloadConfig);
        Assert.Equal((RunPhase.Succeeded, Slot.Blue), (run.State, run.Target));
        Assert.Equal(["gates", "snapshot", "reload", "receipts", "bake"], run.Steps.Select(step => step.Name));
        Assert.Equal(RefusalKind.WrongState, (await console.AskAsync(Operation.ReloadConfig, Slot.Green)).Refusal?.Kind);
    }

    private static ManagedEnvironment Shop(SandboxTrial trial) => new(
        "shop", false, new EnvironmentOptions { BakeSeconds = 0, FrontDoor = trial.Plan.FrontDoor.ToString() }, trial.Gateway, new SandboxSlots(trial.Children), trial.Traffic);
}
