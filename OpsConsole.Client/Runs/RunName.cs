using Microsoft.Extensions.Localization;
using OpsConsole.Client.Controls;

namespace OpsConsole.Client.Runs;

/// <summary>A run as people call it, and its phase as a shape.</summary>
internal static class RunName
{
    /// <summary><c>Switch to green</c>.</summary>
    public static string Of(RunState run, IStringLocalizer texts) => texts[$"Run_{Word.Of(run.Operation)}", texts[$"Slot{run.Target}"]];

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
