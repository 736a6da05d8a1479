using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>What the class of a change chooses is shown before the press, and is what the run does.</summary>
public sealed class ChangeClassRunTests : SmallConsoleTests
{
    private protected override ManagedEnvironment Arrange()
    {
        var environment = _world.Environment(bakeSeconds: 600);
        environment.Options.Classes.ReloadConfig = ChangeClass.Large;
        environment.Options.ClassRules.Small.BakeSeconds = 0;
        environment.Options.ClassRules.Large.Requires = ["backup"];
        environment.Options.Classes.Switch = ChangeClass.Small;
        return environment;
    }

    [Fact]
    public async Task Request_NamesNoBake_IsWatchedAsLongAsItsClassIs()
    {
        var plan = await PlanAsync(new RunRequest(Operation.Switch, DryRun: true));
        Assert.Equal((ChangeClass.Small, 0, null), (plan.Class, plan.BakeSeconds, plan.Approval));
        Assert.Equal("window", Assert.Single(plan.Rule!.Spares));
        Assert.Contains(plan.Gates, gate => gate is { Name: "window", State: GateVerdict.NotApplicable, Evidence: "A small change does not ask for it here." });
        Assert.Equal((RunPhase.Succeeded, 0), await _console.RunAsync(Operation.Switch) is var run ? (run.State, run.BakeSeconds) : default);

        Assert.Equal(30, (await PlanAsync(new RunRequest(Operation.Switch, BakeSeconds: 30, DryRun: true))).BakeSeconds);
        Assert.Equal((600, 0), ((await PlanAsync(new RunRequest(Operation.Canary, DryRun: true))).BakeSeconds, (await PlanAsync(new RunRequest(Operation.Restart, DryRun: true))).BakeSeconds));
        Assert.Equal((0, 600), (_console.Of<IEnvironments>().BakeSeconds("shop", Operation.Switch), _console.Of<IEnvironments>().BakeSeconds("shop", Operation.Upgrade)));
    }

    [Fact]
    public async Task Required_NothingFeedsIt_HoldsUpUntilASecondPersonAgrees()
    {
        var plan = await PlanAsync(new RunRequest(Operation.ReloadConfig, DryRun: true));
        Assert.Equal(["backup"], plan.Rule!.Requires);
        Assert.Equal(GateVerdict.Unknown, plan.Gates.Single(gate => gate.Name == "backup").State);
        var refused = await _console.AskAsync(Operation.ReloadConfig);
        Assert.Equal(RefusalKind.GateFailed, refused.Refusal?.Kind);
        Assert.Contains("backup is unknown: A large change requires it here", refused.Refusal!.Detail, StringComparison.Ordinal);
        Assert.Equal(RunPhase.AwaitingApproval, (await _console.AskAsync(Operation.ReloadConfig, overrides: ["backup"])).Value?.State);
    }

    private async Task<RunPlan> PlanAsync(RunRequest request) => (await _console.Runs.PlanAsync(SmallConsole.Ann, "shop", request, default)).Value!;
}
