using OpsConsole.Server.Gates;
using OpsConsole.Server.Runs.Steps;

namespace OpsConsole.Server.Runs.Plans;

/// <summary>What each operation does, step by step.</summary>
internal sealed class RunPlans(GateEvaluator gates, TimeProvider time)
{
    /// <summary>The steps of <paramref name="operation"/>, in order.</summary>
    public IReadOnlyList<IStep> For(Operation operation, int bakeSeconds) => operation switch
    {
        Operation.Switch => [new GatesStep(gates), new WarmStep(time), new ShiftStep(time), new ReceiptsStep(time), new BakeStep(bakeSeconds, time)],
        // The way back waits for nothing: no gate holds it up, and nothing is watched afterwards.
        Operation.Rollback => [new ShiftStep(time), new ReceiptsStep(time)],
        Operation.Restart => [new GatesStep(gates), new RestartStep(), new WarmStep(time)],
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "This version has no such plan."),
    };
}
