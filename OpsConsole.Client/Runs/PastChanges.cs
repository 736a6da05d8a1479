namespace OpsConsole.Client.Runs;

/// <summary>What earlier runs left: the ground that the way back stands on.</summary>
/// <param name="Last">The newest ended run that moved traffic, or meant to.</param>
/// <param name="Undoable">The run that a rollback would take back; null where there is none.</param>
/// <param name="Shares">Where the newest good one left traffic split; null where all of it goes to one slot.</param>
public sealed record PastChanges(RunState? Last, RunState? Undoable = null, Weights? Shares = null)
{
    /// <summary>Nothing was done yet.</summary>
    public static PastChanges None { get; } = new(Last: null);

    /// <summary>From the runs of an environment, newest first.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="undoable">The number of the one that can be taken back.</param>
    public static PastChanges Of(IReadOnlyList<RunState> runs, long? undoable)
    {
        var changes = runs.Where(run => run is { Ended: true, Operation: Operation.Switch or Operation.Rollback or Operation.Canary or Operation.Upgrade } && !RunName.NeverBegan(run)).ToList();
        // One that was taken back left things as they were.
        var kept = changes.Find(run => run.State is RunPhase.Succeeded or RunPhase.Failed);
        return new PastChanges(changes.FirstOrDefault(), runs.FirstOrDefault(run => run.Id == undoable), SharesOf(kept));
    }

    private static Weights? SharesOf(RunState? run) => run is { State: RunPhase.Succeeded, Operation: Operation.Canary, Weights: [.., < 100 and var share] }
        ? run.Target == Slot.Blue ? new Weights(share, 100 - share) : new Weights(100 - share, share)
        : null;
}
