using OpsConsole.Server.Live;

namespace OpsConsole.Server.Runs;

/// <summary>How long the way back took.</summary>
internal static class UndoTime
{
    /// <summary>In seconds, from the first word of going back to the proof; null when this run did not go back.</summary>
    public static double? Of(RunState run)
    {
        if (run.EndedAt is not { } end)
        {
            return null;
        }

        var from = run.Operation is Operation.Rollback
            ? run.StartedAt
            : run.Steps.Where(step => step.State is StepPhase.Failed).Max(step => step.EndedAt);
        return from is { } start && end >= start ? Math.Round((end - start).TotalSeconds, 2) : null;
    }

    /// <summary>The last time the way back was taken in <paramref name="environment"/>; null when it never was.</summary>
    public static async Task<UndoRecord?> LastAsync(RunLog log, string environment, CancellationToken cancellationToken)
    {
        var runs = await log.ListAsync(new RunQuery(environment, Limit: 100), cancellationToken);
        var last = runs.FirstOrDefault(run => run is { Operation: Operation.Rollback, State: RunPhase.Succeeded }
            || (run.State is RunPhase.RolledBack or RunPhase.Aborted && run.Steps.Any(step => step.State is StepPhase.Undone)));
        return last is not null && Of(last) is { } seconds ? new UndoRecord(environment, last.EndedAt!.Value, seconds) : null;
    }
}
