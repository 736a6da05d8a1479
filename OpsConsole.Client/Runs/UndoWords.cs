using Microsoft.Extensions.Localization;

namespace OpsConsole.Client.Runs;

/// <summary>What a press on the undo button really does, in the few words that stand on it.</summary>
internal static class UndoWords
{
    /// <summary>The words for an offer.</summary>
    /// <param name="offer">What is offered.</param>
    /// <param name="named">How a slot is called.</param>
    /// <param name="texts">Those of <c>RunTexts</c>.</param>
    public static string Of(UndoOffer offer, Func<Slot, string> named, IStringLocalizer texts) => offer switch
    {
        { Kind: UndoKind.Undoing, To: { } to } => texts["Undo_UndoingTo", named(to)],
        // No traffic has moved, yet something else has been changed, and comes back.
        { Kind: UndoKind.Stop, Run: { VersionBefore: { } before } run } when RunName.Began(run, StepName.Install) => texts["Undo_StopVersion", texts[$"Slot{run.Target}"], before],
        { Kind: UndoKind.Stop, Run: { } run } when RunName.Began(run, StepName.Reload) => texts["Undo_StopConfig"],
        // What does not come back is said on the button itself: it would promise too much.
        { Kind: UndoKind.StopAndGoBack or UndoKind.GoBack, To: { } to, Run: { NoReturn: { } point } run } when RunName.Began(run, point.Step) => texts[$"Undo_{offer.Kind}NoReturn", named(to)],
        { Kind: UndoKind.StopAndGoBack or UndoKind.GoBack, To: { } to, Run: { } run } when RunName.IsTagOnly(run) => texts[$"Undo_{offer.Kind}Tag", named(to)],
        { Kind: UndoKind.StopAndGoBack, To: null } => texts["Undo_StopAndShare"],
        { To: { } to } => texts[$"Undo_{offer.Kind}", named(to)],
        _ => texts[$"Undo_{offer.Kind}"],
    };
}
