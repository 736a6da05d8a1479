using Microsoft.Extensions.Localization;
using OpsConsole.Client.Controls;
using OpsConsole.Client.Overview;

namespace OpsConsole.Client.Runs;

/// <summary>A run as people call it, and its phase as a word and a shape. What it is in a sentence stands in <c>RunTexts</c> and in <c>OverviewTexts</c>.</summary>
internal static class RunName
{
    /// <summary><c>Switch to green</c>, <c>Canary of green to 25 %</c>, <c>Upgrade of green to 1.2.0</c>.</summary>
    public static string Of(RunState run, IStringLocalizer texts)
    {
        string slot = texts[$"Slot{run.Target}"];
        return run switch
        {
            { Operation: Operation.Canary, Weights: [.., var share] } => texts["Run_canary-share", slot, share],
            { Operation: Operation.Upgrade, Version: { } version } => texts["Run_upgrade-version", slot, version],
            _ => texts[$"Run_{Word.Of(run.Operation)}", slot],
        };
    }

    /// <summary>A run in the middle of a sentence: <c>switch to green 1.1.0</c>, <c>restart of green</c>, <c>reload of the configuration</c>.</summary>
    /// <param name="run">Which.</param>
    /// <param name="version">What its slot reports, where the run does not name a version itself.</param>
    public static Clause Subject(RunState run, string? version = null)
        => new($"Subject_{Word.Of(run.Operation)}", Tone.Plain, new SlotName(run.Target, run.Version ?? version));

    /// <summary>A slot with what it runs: <c>green 1.1.0</c>.</summary>
    public static string Versioned(EnvironmentState? environment, Slot slot, IStringLocalizer texts)
    {
        string name = texts[$"Slot{slot}"];
        return environment?.Of(slot).Version is { } version ? texts["SlotVersion", name, version] : name;
    }

    /// <summary>Where it stands, in words.</summary>
    public static string PhaseOf(RunState run, IStringLocalizer texts)
        => NeverBegan(run) ? texts["Phase_neverBegan"] : texts[$"Phase_{Word.Of(run.State)}"];

    /// <summary>Whether it ended before any of its steps was begun: nothing was changed.</summary>
    public static bool NeverBegan(RunState run) => run.Ended && !run.Steps.Any(step => step.Began());

    /// <summary>Whether the step of that name was begun, whatever came of it.</summary>
    public static bool Began(RunState run, string step) => run.Steps.Any(known => known.Name == step && known.Began());

    /// <summary>Whether it is to move anybody's requests at all.</summary>
    public static bool MovesTraffic(RunState run) => run.Steps.Any(step => StepName.IsShift(step.Name));

    /// <summary>Whether only tagged requests are moved.</summary>
    public static bool IsTagOnly(RunState run) => run is { Weights: null, Match: not null };

    /// <summary>The gates that said no, and did not hold it up. A rollback is never held up, so it overrides none.</summary>
    public static IReadOnlyList<GateResult> Overridden(RunState run) => run.Operation is Operation.Rollback ? [] : [.. run.Gates.Where(gate => gate.Blocks)];

    /// <summary>Whether anybody's requests went, or may have gone, elsewhere.</summary>
    public static bool HasMovedTraffic(RunState run) => run.Steps.Any(step => StepName.IsShift(step.Name) && step.Began());

    /// <summary>The bake that is at work.</summary>
    public static StepState? BakeOf(RunState run) => run.Steps.FirstOrDefault(step => StepName.IsBake(step.Name) && step.State is StepPhase.Running);

    /// <summary>Of a canary: the share that comes next; null at its last, and for other runs.</summary>
    public static int? NextShare(RunState run)
        => run.Steps.Where(step => StepName.IsShift(step.Name) && step.State is StepPhase.Pending).Select(step => StepName.Share(step.Name)).FirstOrDefault();

    public static Mark MarkOf(RunState run) => NeverBegan(run) ? Mark.Back : MarkOf(run.State);

    public static Mark MarkOf(RunPhase phase) => phase switch
    {
        RunPhase.Succeeded => Mark.Ok,
        RunPhase.Failed => Mark.Trouble,
        RunPhase.RolledBack => Mark.Warn,
        RunPhase.Aborted => Mark.Back,
        RunPhase.AwaitingApproval or RunPhase.Scheduled => Mark.Next,
        _ => Mark.Now,
    };

    public static Mark MarkOf(StepPhase phase) => phase switch
    {
        StepPhase.Succeeded => Mark.Ok,
        StepPhase.Failed or StepPhase.UndoFailed => Mark.Trouble,
        StepPhase.Undone => Mark.Back,
        StepPhase.Running or StepPhase.Undoing => Mark.Now,
        _ => Mark.Next,
    };

    public static Mark MarkOf(GateVerdict verdict) => verdict switch
    {
        GateVerdict.Pass => Mark.Ok,
        GateVerdict.Fail => Mark.Trouble,
        GateVerdict.Unknown => Mark.Unknown,
        _ => Mark.Next,
    };
}
