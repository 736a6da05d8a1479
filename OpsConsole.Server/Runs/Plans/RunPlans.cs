using OpsConsole.Server.Gates;
using OpsConsole.Server.Runs.Bakes;
using OpsConsole.Server.Runs.Steps;

namespace OpsConsole.Server.Runs.Plans;

/// <summary>What each operation does, step by step.</summary>
internal sealed class RunPlans(GateEvaluator gates, TimeProvider time)
{
    /// <summary>The steps of <paramref name="run"/>, in order: the same ones, whoever asks and whenever.</summary>
    public IReadOnlyList<IStep> For(RunState run) => run.Operation switch
    {
        Operation.Switch => [new GatesStep(gates, time), new WarmStep(time), .. AllTraffic(run)],
        // The way back waits for nothing: no gate holds it up, and nothing is watched afterwards.
        Operation.Rollback => [new ShiftStep(StepNames.Shift, Weights.AllTo(run.Target), time), new ReceiptsStep(Weights.AllTo(run.Target), time)],
        Operation.Upgrade =>
        [
            new GatesStep(gates, time), new InstallStep(run.Version!, run.VersionBefore, run.NoReturn?.Remains), new WarmStep(time), new SmokeStep(run.Version, time), .. AllTraffic(run),
        ],
        Operation.Canary => [new GatesStep(gates, time), new WarmStep(time), .. Shares(run)],
        Operation.ReloadConfig =>
        [
            new GatesStep(gates, time), new SnapshotStep(), new ReloadStep(Weights.AllTo(run.Target)),
            new ReceiptsStep(Weights.AllTo(run.Target), time), new BakeStep(StepNames.Bake, run.BakeSeconds, Weights.AllTo(run.Target), time),
        ],
        Operation.Restart => [new GatesStep(gates, time), new RestartStep(), new WarmStep(time)],
        _ => throw new ArgumentOutOfRangeException(nameof(run), run.Operation, "This version has no such plan."),
    };

    private IEnumerable<IStep> AllTraffic(RunState run)
    {
        var all = Weights.AllTo(run.Target);
        return [new ShiftStep(StepNames.Shift, all, time), new ReceiptsStep(all, time), new BakeStep(StepNames.Bake, run.BakeSeconds, all, time)];
    }

    /// <summary>Each share with its own bake, tagged requests first; the proof at the front door comes before the last one.</summary>
    private IEnumerable<IStep> Shares(RunState run)
    {
        var stages = CanaryShares.Stages(run);
        foreach (var (shift, bake, weights) in stages)
        {
            var last = weights == stages[^1].Weights;
            yield return new ShiftStep(shift, weights, time, last);
            if (last)
            {
                yield return new ReceiptsStep(weights, time);
            }

            yield return new BakeStep(bake, run.BakeSeconds, weights, time, weights.Live() is null ? new Breaker(run.Target, time) : null);
        }
    }
}
