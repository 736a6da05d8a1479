using OpsConsole.Client.Overview;

namespace OpsConsole.Client.Runs;

/// <summary>What stopping a run would do right now: where traffic goes, and which version comes back. Pure. Names of texts are those of <c>RunTexts</c>.</summary>
internal static class AbortClauses
{
    public static IReadOnlyList<Clause> Of(RunState run, UndoOffer offer, EnvironmentState? environment)
        => run.Waits ? [new("Abort_nothingYet", Tone.Quiet)]
            : offer.Kind is UndoKind.Undoing ? [new("UndoHelp_Undoing", Tone.Quiet)]
            : [Traffic(run, offer, environment), .. Version(run), .. Others(run), .. Remains(run)];

    private static Clause Traffic(RunState run, UndoOffer offer, EnvironmentState? environment) => offer switch
    {
        { Kind: not UndoKind.StopAndGoBack } => new("UndoHelp_Stop", Tone.Quiet),
        { Shares: { } shares } => new("Abort_sharesBack", Tone.Quiet, shares.Blue, shares.Green),
        { To: { } to } when RunName.IsTagOnly(run) && run.Match is { } tag => new("Abort_tagBack", Tone.Quiet, tag, Named(environment, to)),
        { To: { } to } when run.Operation is Operation.Canary => new("Abort_canaryBack", Tone.Quiet, Named(environment, to)),
        { To: { } to } => new("Abort_allBack", Tone.Quiet, Named(environment, to)),
        _ => new("UndoHelp_StopAndGoBack", Tone.Quiet),
    };

    private static IEnumerable<Clause> Version(RunState run) => RunName.Began(run, StepName.Install) switch
    {
        false => [],
        _ when run.VersionBefore is { } before => [new("Abort_versionBack", Tone.Quiet, new SlotName(run.Target, null, First: true), before)],
        _ => [new("Abort_versionStays", Tone.Warn, new SlotName(run.Target, null))],
    };

    private static IEnumerable<Clause> Others(RunState run)
        => RunName.Began(run, StepName.Restart) ? [new("Abort_restartStays", Tone.Quiet, new SlotName(run.Target, null))]
            : RunName.Began(run, StepName.Reload) ? [new("Abort_configBack", Tone.Quiet)]
            : [];

    private static IEnumerable<Clause> Remains(RunState run)
        => run.NoReturn is { } point && RunName.Began(run, point.Step) ? [new("Abort_remains", Tone.Trouble, point.Remains)] : [];

    private static SlotName Named(EnvironmentState? environment, Slot slot) => new(slot, environment?.Of(slot).Version);
}
