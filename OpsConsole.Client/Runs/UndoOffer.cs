namespace OpsConsole.Client.Runs;

/// <summary>What the undo button is, right now.</summary>
internal enum UndoKind
{
    /// <summary>There is nothing to take back.</summary>
    Nothing,

    /// <summary>Where traffic goes is not known, so neither is the way back.</summary>
    Unknown,

    /// <summary>Stops the run at work; no traffic has moved yet.</summary>
    Stop,

    /// <summary>Stops the run at work and brings traffic back.</summary>
    StopAndGoBack,

    /// <summary>It is being taken back: a second press can do no harm.</summary>
    Undoing,

    /// <summary>Starts a rollback.</summary>
    GoBack,
}

/// <summary>The way back from here. Pure: the same for the bar, the pages and the tests.</summary>
/// <param name="Kind">What a press does.</param>
/// <param name="To">The slot that is live afterwards.</param>
/// <param name="Run">The run that a press stops.</param>
/// <param name="Strong">Whether it would work right now, as far as is known.</param>
internal sealed record UndoOffer(UndoKind Kind, Slot? To = null, RunState? Run = null, bool Strong = false)
{
    public bool CanPress => Kind is UndoKind.Stop or UndoKind.StopAndGoBack or UndoKind.GoBack;

    public bool IsAbort => Kind is UndoKind.Stop or UndoKind.StopAndGoBack;

    public static UndoOffer Of(EnvironmentState? environment, RunState? active, RunState? lastChange)
    {
        if (active is not null)
        {
            return OfActive(active);
        }

        if (environment is null)
        {
            return new(UndoKind.Unknown);
        }

        var strong = environment.Undo.Ready == true;
        return lastChange switch
        {
            // A gateway that does what nobody asked for is brought back to where the console left it.
            _ when environment is { State: EnvironmentCondition.Diverged, Live: { } astray } && lastChange?.State is not RunPhase.Failed => new(UndoKind.GoBack, astray.Other(), Strong: strong),
            { State: RunPhase.Failed } when !Reaches(environment, lastChange.Target.Other()) => new(UndoKind.GoBack, lastChange.Target.Other(), Strong: strong),
            { State: RunPhase.Succeeded, Operation: not Operation.Rollback } when environment.Live == lastChange.Target => new(UndoKind.GoBack, lastChange.Target.Other(), Strong: strong),
            _ when environment.Live is null => new(UndoKind.Unknown),
            _ => new(UndoKind.Nothing),
        };
    }

    private static UndoOffer OfActive(RunState run) => run switch
    {
        { State: RunPhase.Undoing } => new(UndoKind.Undoing, run.Target.Other(), run),
        { Operation: Operation.Rollback } => new(UndoKind.Undoing, run.Target, run),
        _ when HasMovedTraffic(run) => new(UndoKind.StopAndGoBack, run.Target.Other(), run, Strong: true),
        _ => new(UndoKind.Stop, null, run, Strong: true),
    };

    private static bool HasMovedTraffic(RunState run)
        => run.Steps.Any(step => step is { Name: "shift", State: not (StepPhase.Pending or StepPhase.Skipped) });

    private static bool Reaches(EnvironmentState environment, Slot slot) => environment.Live == slot && environment.State is not EnvironmentCondition.Diverged;
}
