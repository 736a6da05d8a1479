using OpsConsole.Server.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>Every operation, killed before and after everything it writes or does, in two lives each; and a table of what came of it.</summary>
public sealed class FaultTableTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Operation.Switch, null)]
    [InlineData(Operation.Switch, StepNames.Warm)]
    [InlineData(Operation.Switch, StepNames.Bake)]
    [InlineData(Operation.Canary, null)]
    [InlineData(Operation.Canary, "bake-5")]
    [InlineData(Operation.Canary, "bake-30")]
    [InlineData(Operation.Upgrade, null)]
    [InlineData(Operation.Upgrade, StepNames.Smoke)]
    [InlineData(Operation.Upgrade, StepNames.Bake)]
    [InlineData(Operation.Rollback, null)]
    [InlineData(Operation.Rollback, StepNames.Receipts)]
    public async Task Run_KilledAtEveryTouch_EndsAndTheRecordIsTrue(Operation operation, string? fails)
    {
        // Where a step fails, it is the way back that is killed at every touch: from the last step, and from one that leaves others undone.
        IStep Odd(IStep step) => new OddStep(step, fails: step.Name == fails);
        var touches = await OneThread.RunAsync(() => TouchesAsync(operation, Odd, fails is not null));
        var ends = new System.Collections.Concurrent.ConcurrentBag<(int At, RunPhase Phase)>();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, touches.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = TestContext.Current.CancellationToken },
            async (at, _) => ends.Add((at, await OneThread.RunAsync(() => KilledAsync(operation, Odd, at, touches[at - 1])))));

        var written = touches.Count(touch => touch.StartsWith("commit", StringComparison.Ordinal));
        output.WriteLine($"| {operation}{(fails is null ? "" : $", {fails} fails")} | {touches.Count} instants ({written} around writes) | {string.Join(", ", ends.GroupBy(end => end.Phase).OrderBy(group => group.Key).Select(group => $"{group.Key} {group.Count()}"))} | stuck 0 | disagreements 0 | lost entries 0 |");
        Assert.True(touches.Count > 15 && written > 10, $"only {touches.Count} instants: the world is not touched where it should be");
        Assert.Equal(touches.Count, ends.Count);
        Assert.All(ends, end => Assert.True(fails is not null ? end.Phase is RunPhase.RolledBack : end.Phase is RunPhase.Succeeded or RunPhase.RolledBack, $"{end}"));
    }

    private static async Task<RunPhase> KilledAsync(Operation operation, Func<IStep, IStep> odd, int at, string touch)
    {
        await using var run = new SimRun(operation);
        await run.AskAsync(bakeSeconds: 1);
        // The first life ends there, and the second one at the same place of its own: recovery is killed too.
        if (!(await run.LiveAsync(new SimTrouble { DiesAt = at }, odd)).Ended)
        {
            await run.LiveAsync(new SimTrouble { DiesAt = at }, odd);
        }

        await run.FinishAsync(odd);
        return await run.JudgeAsync($"{operation} killed at touch {at}, {touch}");
    }

    /// <summary>What a run touches that nobody kills.</summary>
    private static async Task<IReadOnlyList<string>> TouchesAsync(Operation operation, Func<IStep, IStep> odd, bool fails)
    {
        await using var run = new SimRun(operation);
        await run.AskAsync(bakeSeconds: 1);
        var (touches, ended) = await run.LiveAsync(SimTrouble.None, odd);
        Assert.True(ended);
        Assert.Equal(fails ? RunPhase.RolledBack : RunPhase.Succeeded, await run.JudgeAsync($"{operation} undisturbed"));
        return touches;
    }
}
