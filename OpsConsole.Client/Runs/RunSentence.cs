using OpsConsole.Client.Overview;

namespace OpsConsole.Client.Runs;

/// <summary>Where one run stands, and what the reader must do. Pure. Names of texts are those of <c>RunTexts</c>.</summary>
internal static class RunSentence
{
    public static IReadOnlyList<Clause> Of(RunState run, string? version, DateTimeOffset now)
    {
        var what = new Noun($"Noun_{Word.Of(run.Operation)}");
        var target = new SlotName(run.Target, version);
        return run.State switch
        {
            RunPhase.AwaitingApproval => [new("Say_waits", Tone.Plain, what, target), new("Say_mustApprove", Tone.Must)],
            RunPhase.Scheduled => [new("Say_scheduled", Tone.Plain, what, target), new("Say_nothingToDo", Tone.Quiet)],
            RunPhase.Running => [new("Say_running", Tone.Plain, what, target, new Noun($"Step_{AtWork(run)}")), new("Say_nothingToDo", Tone.Quiet)],
            RunPhase.Baking => Baking(run, what, target, now),
            RunPhase.Undoing => [Because("Say_undoing", Tone.Trouble, run, what, target), new("Say_notStopped", Tone.Quiet)],
            RunPhase.Succeeded => Succeeded(run, what, target),
            RunPhase.RolledBack => [Because("Say_rolledBack", Tone.Warn, run, what, target), new("Say_asBefore", Tone.Plain, new SlotName(run.Target.Other(), null, First: true))],
            RunPhase.Aborted => [Because("Say_aborted", Tone.Plain, run, what, target), new("Say_nothingToDo", Tone.Quiet)],
            _ => [Because("Say_failed", Tone.Trouble, run, what, target), new("Say_mustDecide", Tone.Must)],
        };
    }

    /// <summary>The step that is at work, else the one to come.</summary>
    public static string AtWork(RunState run)
        => (run.Steps.FirstOrDefault(step => step.State is StepPhase.Running) ?? run.Steps.FirstOrDefault(step => step.State is StepPhase.Pending))?.Name ?? "gates";

    private static IReadOnlyList<Clause> Baking(RunState run, Noun what, SlotName target, DateTimeOffset now)
    {
        if (run.Steps.FirstOrDefault(step => step.Name == "bake")?.StartedAt is not { } start)
        {
            return [new("Say_bakeBegins", Tone.Plain, what, target), new("Say_nothingToDo", Tone.Quiet)];
        }

        var total = TimeSpan.FromSeconds(run.BakeSeconds);
        var done = now - start;
        done = done < TimeSpan.Zero ? TimeSpan.Zero : done > total ? total : done;
        var near = run.Watch.FirstOrDefault(rule => rule.Value > 0 && rule.Value >= rule.Limit / 2);
        return
        [
            new("Say_baking", Tone.Plain, what, target, done, total),
            near is null ? new("Say_nothingTripped", Tone.Plain) : new("Say_nearLimit", Tone.Warn, near.Evidence.TrimEnd('.')),
            new("Say_keptAt", Tone.Quiet, start + total),
        ];
    }

    private static IReadOnlyList<Clause> Succeeded(RunState run, Noun what, SlotName target) => run.Measured.Receipts is { } receipts
        ? [new("Say_proven", Tone.Plain, what, target, receipts.New, receipts.Wanted), new("Say_nothingToDo", Tone.Quiet)]
        : [new("Say_done", Tone.Plain, what, target), new("Say_nothingToDo", Tone.Quiet)];

    private static Clause Because(string text, Tone tone, RunState run, Noun what, SlotName target)
        => (run.Outcome ?? run.Steps.FirstOrDefault(step => step.State is StepPhase.Failed)?.Detail) is { Length: > 0 } why
            ? new($"{text}Because", tone, what, target, why.TrimEnd('.'))
            : new(text, tone, what, target);
}
