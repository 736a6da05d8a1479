using OpsConsole.Server.Gates;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>Asks the gates once more, since time has passed since the request.</summary>
internal sealed class GatesStep(GateEvaluator gates) : IStep
{
    public string Name => StepNames.Gates;

    public TimeSpan Limit => TimeSpan.FromSeconds(10);

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var results = await gates.EvaluateAsync(context.Environment.Name, context.Run.Operation, context.Target, cancellationToken);
        context.Become(context.Run with { Gates = results });
        var blocking = results.Where(gate => gate.Blocks && !context.Record.Overrides.Contains(gate.Name, StringComparer.Ordinal)).ToList();
        if (blocking.Count > 0)
        {
            throw new StepFailedException(string.Join(" ", blocking.Select(gate => $"Gate {gate.Name} is {Words.Of(gate.State)}: {gate.Evidence}")));
        }

        var overridden = results.Where(gate => gate.Blocks).Select(gate => gate.Name).ToList();
        return overridden.Count == 0
            ? $"{results.Count(gate => gate.State == GateVerdict.Pass)} pass"
            : $"{results.Count(gate => gate.State == GateVerdict.Pass)} pass, overridden: {string.Join(", ", overridden)}";
    }
}
