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
/// <param name="To">The slot that is live afterwards; null where traffic is split afterwards, or that is not known.</param>
/// <param name="Run">The run that a press stops, or takes back.</param>
/// <param name="Strong">Whether it would work right now, as far as is known.</param>
/// <param name="Shares">The shares that a press goes back to, where traffic was split before.</param>
internal sealed record UndoOffer(UndoKind Kind, Slot? To = null, RunState? Run = null, bool Strong = false, Weights? Shares = null)
{
    public bool CanPress => Kind is UndoKind.Stop or UndoKind.StopAndGoBack or UndoKind.GoBack;

    public bool IsAbort => Kind is UndoKind.Stop or UndoKind.StopAndGoBack;

    public static UndoOffer Of(EnvironmentState? environment, RunState? active, PastChanges past)
    {
        if (active is not null)
        {
            return OfActive(active, past.Shares);
        }

        if (environment is null)
        {
            return new(UndoKind.Unknown);
        }

        var strong = environment.Undo.Ready == true;
        return environment.Undo.Run is null ? Settling(environment, past.Last, strong) : OfRight(environment, past.Undoable, strong);
    }

    /// <summary>The newest change can be taken back, once.</summary>
    private static UndoOffer OfRight(EnvironmentState environment, RunState? undoable, bool strong)
    {
        var undone = undoable?.Id == environment.Undo.Run ? undoable : null;
        return (environment.Gateway.Weights, undone?.Target.Other() ?? environment.Live?.Other()) switch
        {
            (null, _) when !AnyRead(environment) => new(UndoKind.Unknown),
            (_, null) => new(UndoKind.Unknown),
            ({ } weights, { } to) when environment.Live == to && environment.State is not EnvironmentCondition.Diverged && weights.Tag is null => new(UndoKind.Nothing),
            (_, { } to) => new(UndoKind.GoBack, to, undone, strong),
        };
    }

    /// <summary>No change is to be taken back; yet a gateway that does what nobody asked for is brought back to where the console left it.</summary>
    private static UndoOffer Settling(EnvironmentState environment, RunState? last, bool strong) => last switch
    {
        // One of several went its own way: the others still do what the console left.
        _ when environment is { State: EnvironmentCondition.Diverged, Gateway.Weights: null } && Left(environment) is { } left => new(UndoKind.GoBack, left, Strong: strong),
        _ when environment is { State: EnvironmentCondition.Diverged, Live: { } astray } && last?.State is not RunPhase.Failed => new(UndoKind.GoBack, astray.Other(), Strong: strong),
        { State: RunPhase.Failed } when !Reaches(environment, last.Target.Other()) => new(UndoKind.GoBack, last.Target.Other(), Strong: strong),
        _ when environment.Gateway.Weights is null => new(UndoKind.Unknown),
        _ => new(UndoKind.Nothing),
    };

    private static UndoOffer OfActive(RunState run, Weights? before) => run switch
    {
        { State: RunPhase.Undoing } when !RunName.HasMovedTraffic(run) => new(UndoKind.Undoing, null, run),
        { State: RunPhase.Undoing } => new(UndoKind.Undoing, before is null ? run.Target.Other() : null, run, Shares: before),
        { Operation: Operation.Rollback } => new(UndoKind.Undoing, run.Target, run),
        _ when !RunName.HasMovedTraffic(run) => new(UndoKind.Stop, null, run, Strong: true),
        _ when before is not null => new(UndoKind.StopAndGoBack, null, run, Strong: true, before),
        _ => new(UndoKind.StopAndGoBack, run.Target.Other(), run, Strong: true),
    };

    private static bool AnyRead(EnvironmentState environment) => environment.Gateway.Instances.Any(instance => instance.Weights is not null);

    private static Slot? Left(EnvironmentState environment) => environment.Gateway.Instances.FirstOrDefault(instance => instance.Agrees == true)?.Weights?.Live();

    private static bool Reaches(EnvironmentState environment, Slot slot) => environment.Live == slot && environment.State is not EnvironmentCondition.Diverged;
}
