using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Slots;
using OpsConsole.Server.Tests.Runs;
using OpsConsole.Support;
using OpsConsole.Support.Load;

namespace OpsConsole.Server.Tests.Gateways.HAProxy;

/// <summary>Runs through a real HAProxy: gates, shift, receipts, undo, and the load that goes on meanwhile.</summary>
public sealed class HAProxyRunTests
{
    [Theory]
    [InlineData(ConnectionUse.Fresh)]
    [InlineData(ConnectionUse.Kept)]
    public async Task Switch_UnderLoad_LosesNoRequest(ConnectionUse use)
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await using var store = new TempDatabase();
        await using var console = await SmallConsole.StartAsync(store.Database, Shop(trial));
        await console.ReadyAsync();
        await using var load = LoadProber.Start(new LoadPlan(trial.Plan.FrontDoor, 150, 8, use));
        foreach (var target in new[] { Slot.Green, Slot.Blue })
        {
            var run = await console.RunAsync(Operation.Switch, target);
            Assert.True(run.State is RunPhase.Succeeded, run.Outcome);
            Assert.Equal((0, run.Measured!.Receipts!.Wanted), (run.Measured.Receipts.Old, run.Measured.Receipts.New));
            Assert.Equal(target.Word(), await trial.ServedByAsync());
        }

        var report = await load.StopAsync();
        Assert.True(report.Failed.Count == 0, report.Summary);
        // No kept connection was closed: so a client that never looks loses nothing either.
        Assert.Equal(0, report.Reopened);
        Assert.Equal(["blue", "green"], report.Answers.Select(answer => answer.ServedBy).OfType<string>().Distinct().Order());
    }

    [Fact]
    public async Task Switch_ToASlotInMaintenanceByHand_IsUndoneWithTheReason()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await using var store = new TempDatabase();
        await using var console = await SmallConsole.StartAsync(store.Database, Shop(trial));
        await console.ReadyAsync();
        Assert.Equal(RunPhase.Succeeded, (await console.RunAsync(Operation.Switch)).State);
        await trial.TellAsync("set server shop/b state maint");
        var run = await console.RunAsync(Operation.Switch);
        Assert.Equal(RunPhase.RolledBack, run.State);
        Assert.Contains("set server shop/b state drain", run.Outcome, StringComparison.Ordinal);
        Assert.Equal("green", await trial.ServedByAsync());
    }

    [Fact]
    public async Task Canary_ByShares_GoesToItsEnd()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await using var store = new TempDatabase();
        await using var console = await SmallConsole.StartAsync(store.Database, Shop(trial));
        await console.ReadyAsync();
        var run = await console.RunAsync(Operation.Canary, bake: 0);
        Assert.True(run.State is RunPhase.Succeeded, run.Outcome);
        Assert.Equal(Weights.AllTo(Slot.Green), (await trial.ReadAsync()).Weights);
    }

    [Fact]
    public async Task ReloadConfig_WithNothingChanged_LeavesEverything()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        await using var store = new TempDatabase();
        await using var console = await SmallConsole.StartAsync(store.Database, Shop(trial));
        await console.ReadyAsync();
        var before = await trial.Gateway.ExportAsync(default);
        Assert.Equal(RunPhase.Succeeded, (await console.RunAsync(Operation.ReloadConfig)).State);
        await File.WriteAllTextAsync(trial.Plan.StateFile, "1\n");
        var run = await console.RunAsync(Operation.ReloadConfig);
        Assert.Equal(RunPhase.RolledBack, run.State);
        Assert.Contains("is not what HAProxy could read", run.Outcome, StringComparison.Ordinal);
        Assert.Equal(before, await trial.Gateway.ExportAsync(default));
    }

    private static ManagedEnvironment Shop(HAProxyTrial trial) => new(
        "shop", false, new EnvironmentOptions { BakeSeconds = 0, FrontDoor = trial.Plan.FrontDoor.ToString() }, trial.Gateway, new ExternalSlots(trial.Plan.Blue, trial.Plan.Green), null);
}
