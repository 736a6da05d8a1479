using OpsConsole.Client.Runs;

namespace OpsConsole.Client.Overview;

/// <summary>What the sentence says of runs: the one at work, and the last one.</summary>
internal static class RunClauses
{
    public static IEnumerable<Clause> Of(SentenceFacts facts, EnvironmentState environment)
    {
        if (facts.Active is not { } run)
        {
            return [];
        }

        var what = RunName.Subject(run, environment.Of(run.Target).Version);
        return run.State switch
        {
            RunPhase.AwaitingApproval => [new Clause("AwaitsApproval", Tone.Plain, what).Needs("MustApprove")],
            RunPhase.Scheduled => [new("AwaitsWindow", Tone.Plain, what)],
            RunPhase.Baking => [Baking(facts, run, what)],
            RunPhase.Undoing => [Undoing(run, what)],
            _ => [new("AtWork", Tone.Plain, what, new StepNoun(StepAtWork(run)))],
        };
    }

    public static IEnumerable<Clause> OfLast(SentenceFacts facts)
    {
        if (facts.Active is not null || facts.Last is not { EndedAt: { } ended } run)
        {
            return [];
        }

        var ago = new Since(facts.Now > ended ? facts.Now - ended : TimeSpan.Zero);
        return run.State switch
        {
            RunPhase.Failed => [new Clause("LastFailed", Tone.Trouble, Kind(run), run.Id).Needs("MustReadRun", run.Id)],
            RunPhase.RolledBack => [new("LastRolledBack", Tone.Warn, Kind(run), ago)],
            RunPhase.Aborted => [new("LastAborted", Tone.Quiet, Kind(run), ago)],
            _ => [new("LastSucceeded", Tone.Quiet, new Noun($"One_{Word.Of(run.Operation)}"), ago, run.RequestedBy)],
        };
    }

    private static Clause Baking(SentenceFacts facts, RunState run, Clause what)
    {
        var since = RunName.BakeOf(run)?.StartedAt;
        var total = TimeSpan.FromSeconds(run.BakeSeconds);
        return since is { } begun && RunName.NextShare(run) is { } next
            ? new("BakingShare", Tone.Plain, what, Between(facts.Now - begun, total), total, next, begun + total)
            : since is { } start && total > TimeSpan.Zero
            ? new("Baking", Tone.Plain, what, Between(facts.Now - start, total), total, start + total)
            : new("BakingSoon", Tone.Plain, what);
    }

    private static Clause Undoing(RunState run, Clause what)
    {
        var why = run.Outcome ?? run.Steps.FirstOrDefault(step => step.State is StepPhase.Failed)?.Detail;
        return why is { Length: > 0 }
            ? new("UndoingBecause", Tone.Trouble, what, why.TrimEnd('.'))
            : new("Undoing", Tone.Trouble, what);
    }

    private static string StepAtWork(RunState run)
        => (run.Steps.FirstOrDefault(step => step.State is StepPhase.Running) ?? run.Steps.FirstOrDefault(step => step.State is StepPhase.Pending) ?? run.Steps[^1]).Name;

    private static Noun Kind(RunState run) => new($"Operation_{Word.Of(run.Operation)}");

    private static TimeSpan Between(TimeSpan span, TimeSpan most) => span < TimeSpan.Zero ? TimeSpan.Zero : span > most ? most : span;
}
