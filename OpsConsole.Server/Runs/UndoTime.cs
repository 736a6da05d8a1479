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

    /// <summary>What <paramref name="run"/> tells of the way back; null when it did not take it to its end.</summary>
    public static UndoRecord? RecordOf(RunState run)
        => IsWayBack(run) && Of(run) is { } seconds ? new UndoRecord(run.Environment, run.EndedAt!.Value, seconds) : null;

    /// <summary>The last time the way back was taken in <paramref name="environment"/>; null when it never was.</summary>
    public static async Task<UndoRecord?> LastAsync(RunLog log, string environment, CancellationToken cancellationToken)
    {
        var runs = await log.ListAsync(new RunQuery(environment, Limit: 100), cancellationToken);
        return runs.Select(RecordOf).FirstOrDefault(record => record is not null);
    }

    /// <summary>A run that failed before it had moved anything has taken no way back.</summary>
    private static bool IsWayBack(RunState run) => run.State switch
    {
        RunPhase.Succeeded => run.Operation is Operation.Rollback,
        RunPhase.RolledBack or RunPhase.Aborted => run.Steps.Any(step => step.State is StepPhase.Undone),
        _ => false,
    };
}
