using OpsConsole.Server.Configuration;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>
/// Asks the gates once more, since time has passed since the request. One that passed then gets a moment to pass again: a single lost
/// probe, or a pause of a slot, is no reason to give up a run that somebody waits for.
/// </summary>
internal sealed class GatesStep(GateEvaluator gates, TimeProvider time) : IStep
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(250);

    public string Name => StepNames.Gates;

    public TimeSpan Limit => TimeSpan.FromSeconds(10);

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var results = await AskAsync(context, cancellationToken);

        // Nobody agreed to it, since there was a fresh backup: a run that has waited since may have none any more.
        if (context.Run is { NoReturn: { } point, Approval: null, BreakGlass: false }
            && !FreshBackup.IsIn(results, context.Environment.Options.Gates.GetValueOrDefault(GateCheck.Backup), time.GetUtcNow()))
        {
            throw new StepFailedException($"No backup of the last hour passes any more, and {point.Step} cannot be taken back altogether: take one and ask again, or have a second person agree.");
        }

        var overridden = results.Where(gate => gate.Blocks).Select(gate => gate.Name).ToList();
        return overridden.Count == 0
            ? $"{results.Count(gate => gate.State == GateVerdict.Pass)} pass"
            : $"{results.Count(gate => gate.State == GateVerdict.Pass)} pass, overridden: {string.Join(", ", overridden)}";
    }

    /// <summary>What they say, once none of them blocks.</summary>
    private async Task<IReadOnlyList<GateResult>> AskAsync(StepContext context, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var results = await gates.EvaluateAsync(context.Environment.Name, context.Run.Operation, context.Target, cancellationToken);
            context.Become(context.Run with { Gates = results });
            var blocking = results.Where(gate => gate.Blocks && !context.Record.Overrides.Contains(gate.Name, StringComparer.Ordinal)).ToList();
            if (blocking.Count == 0)
            {
                return results;
            }

            var why = string.Join(" ", blocking.Select(gate => $"Gate {gate.Name} is {Words.Of(gate.State)}: {gate.Evidence}"));
            if (time.GetElapsedTime(started) >= s_patience)
            {
                throw new StepFailedException(why);
            }

            context.Report(Name, why);
            await Task.Delay(s_again, time, cancellationToken);
        }
    }
}
