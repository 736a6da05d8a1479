using OpsConsole.Client.Overview;

namespace OpsConsole.Client.Runs;

/// <summary>Where one run stands, and what the reader must do. Pure. Names of texts are those of <c>RunTexts</c>.</summary>
internal static class RunSentence
{
    private static readonly Clause s_nothingToDo = new("Say_nothingToDo", Tone.Quiet);

    public static IReadOnlyList<Clause> Of(RunState run, string? version, DateTimeOffset now, Actor reader)
    {
        var what = RunName.Subject(run, version);
        return run.State switch
        {
            RunPhase.AwaitingApproval => WaitingSentence.ForApproval(run, what, now, reader),
            RunPhase.Scheduled => WaitingSentence.ForItsTime(run, what, now),
            RunPhase.Running => [new("Say_running", Tone.Plain, what, new StepNoun(AtWork(run))), s_nothingToDo],
            RunPhase.Baking => Baking(run, what, now),
            RunPhase.Undoing => [Because("Say_undoing", Tone.Trouble, run, what), new("Say_notStopped", Tone.Quiet)],
            RunPhase.Succeeded => Succeeded(run, what),
            RunPhase.RolledBack or RunPhase.Aborted when RunName.NeverBegan(run) => [Because("Say_neverBegan", Tone.Plain, run, what), s_nothingToDo],
            RunPhase.RolledBack when !RunName.HasMovedTraffic(run) => [Because("Say_rolledBack", Tone.Warn, run, what), s_nothingToDo],
            RunPhase.RolledBack => [Because("Say_rolledBack", Tone.Warn, run, what), new("Say_asBefore", Tone.Plain)],
            RunPhase.Aborted => [Because("Say_aborted", Tone.Plain, run, what), s_nothingToDo],
            _ => [Because("Say_failed", Tone.Trouble, run, what), new("Say_mustDecide", Tone.Must)],
        };
    }

    /// <summary>The step that is at work, else the one to come.</summary>
    public static string AtWork(RunState run)
        => (run.Steps.FirstOrDefault(step => step.State is StepPhase.Running) ?? run.Steps.FirstOrDefault(step => step.State is StepPhase.Pending))?.Name ?? "gates";

    private static IReadOnlyList<Clause> Baking(RunState run, Clause what, DateTimeOffset now)
    {
        if (RunName.BakeOf(run) is not { StartedAt: { } start } bake)
        {
            return [new("Say_bakeBegins", Tone.Plain, what), s_nothingToDo];
        }

        var total = TimeSpan.FromSeconds(run.BakeSeconds);
        var done = now - start;
        done = done < TimeSpan.Zero ? TimeSpan.Zero : done > total ? total : done;
        var near = run.Watch.FirstOrDefault(WatchFigures.IsNear);
        return
        [
            StepName.Share(bake.Name) is { } share
                ? new("Say_bakingShare", Tone.Plain, what, done, total, share)
                : new("Say_baking", Tone.Plain, what, done, total),
            near is null ? new("Say_nothingTripped", Tone.Plain) : new("Say_nearLimit", Tone.Warn, new Noun(WatchFigures.NameOf(near)), near.Evidence.TrimEnd('.')),
            RunName.NextShare(run) is { } next ? new("Say_goesOnAt", Tone.Quiet, next, start + total) : new("Say_keptAt", Tone.Quiet, start + total),
        ];
    }

    private static IReadOnlyList<Clause> Succeeded(RunState run, Clause what)
    {
        var done = run.Measured.Receipts is { } receipts
            ? new Clause("Say_proven", Tone.Plain, what, receipts.New, receipts.Wanted)
            : new Clause("Say_done", Tone.Plain, what);
        return run.Weights is [.., < 100 and var share]
            ? [done, new("Say_leftAt", Tone.Plain, new SlotName(run.Target, null, First: true), share), s_nothingToDo]
            : [done, s_nothingToDo];
    }

    private static Clause Because(string text, Tone tone, RunState run, Clause what)
        => (run.Outcome ?? run.Steps.FirstOrDefault(step => step.State is StepPhase.Failed)?.Detail) is { Length: > 0 } why
            ? new($"{text}Because", tone, what, why.TrimEnd('.'))
            : new(text, tone, what);
}
