using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>A gate that passed when a run was asked for, and fails when it begins.</summary>
public sealed class GatesAgainTests
{
    [Fact]
    public async Task Gate_FailsForAMoment_IsWaitedFor() => Assert.Equal((RunPhase.Succeeded, true), await OneThread.RunAsync(() => LiveAsync(TimeSpan.FromSeconds(3))));

    [Fact]
    public async Task Gate_GoesOnFailing_EndsTheRunBeforeAnythingMoved() => Assert.Equal((RunPhase.RolledBack, false), await OneThread.RunAsync(() => LiveAsync(TimeSpan.FromSeconds(20))));

    private static async Task<(RunPhase State, bool Moved)> LiveAsync(TimeSpan fails)
    {
        await using var run = new SimRun(Operation.Switch);
        await run.AskAsync(bakeSeconds: 1);
        var (touches, ended) = await run.LiveAsync(new SimTrouble { GateFails = (TimeSpan.Zero, fails) });
        Assert.True(ended);
        var state = await run.JudgeAsync("a gate that fails");
        Assert.Equal(state is RunPhase.Succeeded, (await run.FindAsync()).Gates.All(gate => !gate.Blocks));
        return (state, touches.Contains("set weights"));
    }
}
