using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Runs;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>A new version goes to the idle slot, is asked what users ask, and only then gets their traffic.</summary>
public sealed class UpgradeTests : SmallConsoleTests
{
    private protected override ManagedEnvironment Arrange()
    {
        var environment = _world.Environment();
        environment.Options.Smoke.Add(new SmokeOptions { Path = "/smoke" });
        return environment;
    }

    [Fact]
    public async Task Upgrade_AllWell_RunsTheNewVersionAndLeavesTheWayBack()
    {
        var run = await AskAsync("1.2.0");
        Assert.Equal((RunPhase.Succeeded, Weights.AllTo(Slot.Green), "1.1.0"), (run.State, _world.Weights, run.VersionBefore));
        Assert.Equal(["gates", "install", "warm", "smoke", "shift", "receipts", "bake"], run.Steps.Select(step => step.Name));
        Assert.Equal("1.2.0", _world.Version(Slot.Green));
        var back = await _console.RunAsync(Operation.Rollback);
        Assert.Equal((RunPhase.Succeeded, run.Id, Weights.AllTo(Slot.Blue)), (back.State, back.Undoes, _world.Weights));
    }

    [Fact]
    public async Task Upgrade_SmokeTestFails_PutsTheOldVersionBackBeforeAnyoneSawTheNew()
    {
        _world.Bad = path => path == "/smoke";
        var run = await AskAsync("1.2.0");
        Assert.Equal((RunPhase.RolledBack, Weights.AllTo(Slot.Blue), 0), (run.State, _world.Weights, _world.Changes));
        Assert.Contains("green: /smoke: HTTP 500, 200 wanted", run.Outcome, StringComparison.Ordinal);
        Assert.Equal(("1.1.0", StepPhase.Undone), (_world.Version(Slot.Green), run.Steps.Single(step => step.Name == StepNames.Install).State));
    }

    [Fact]
    public async Task Upgrade_FailsAfterItsShift_TrafficIsBackBeforeTheOldVersionIs()
    {
        var put = new List<(string Version, Weights Weights)>();
        _world.Upgrading = (_, version) =>
        {
            put.Add((version, _world.Weights));
            return Task.CompletedTask;
        };
        _world.Really = Slot.Blue;
        Assert.Equal(RunPhase.RolledBack, (await AskAsync("1.2.0")).State);
        Assert.Equal([("1.2.0", Weights.AllTo(Slot.Blue)), ("1.1.0", Weights.AllTo(Slot.Blue))], put);
        Assert.Equal((2, "1.1.0"), (_world.Changes, _world.Version(Slot.Green)));
    }

    [Fact]
    public async Task Upgrade_SlotSaysAnotherVersion_IsTakenBack()
    {
        _world.Says = (_, _) => "9.9.9";
        var run = await AskAsync("1.2.0");
        Assert.Equal(RunPhase.RolledBack, run.State);
        Assert.Contains("says it is 9.9.9; 1.2.0 was installed", run.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_OfTheLiveSlot_IsRefused()
    {
        var asked = await _console.Runs.StartAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Upgrade, Slot.Blue, "1.2.0", Reason: "a test"), null, default);
        Assert.Equal(RefusalKind.WrongState, asked.Refusal?.Kind);
    }

    private async Task<RunState> AskAsync(string version)
    {
        var asked = await _console.Runs.StartAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Upgrade, Version: version, BakeSeconds: 0, Reason: "a test"), null, default);
        Assert.True(asked.Ok, asked.Refusal?.Detail);
        return await _console.EndAsync(asked.Value.Id);
    }
}
