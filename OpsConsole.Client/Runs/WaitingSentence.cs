using OpsConsole.Client.Overview;

namespace OpsConsole.Client.Runs;

/// <summary>What a run that has not begun waits for, until when, and who has to do what. Pure.</summary>
internal static class WaitingSentence
{
    public static IReadOnlyList<Clause> ForApproval(RunState run, Clause what, DateTimeOffset now, Actor reader)
        => run.Approval is { } approval
            ?
            [
                .. approval.Void is { } gone ? [new Clause("Say_asIs", Tone.Trouble, gone.TrimEnd('.'))] : Array.Empty<Clause>(),
                new("Say_waitsUntil", Tone.Plain, what, new Instant(approval.Until, now)),
                new("Say_asIs", Tone.Quiet, approval.Why.TrimEnd('.')),
                Must(run, reader),
            ]
            : [new("Say_waits", Tone.Plain, what), Must(run, reader)];

    public static IReadOnlyList<Clause> ForItsTime(RunState run, Clause what, DateTimeOffset now)
        => [.. run.Window switch
        {
            { } window when window.Start > now => [new("Say_scheduled", Tone.Plain, what, new Instant(window.Start, now), new Instant(window.End, now))],
            { } window => [new("Say_startsSoon", Tone.Plain, what), new("Say_givenUpAt", Tone.Plain, new Instant(window.End, now))],
            null => new[] { new Clause("Say_startsSoon", Tone.Plain, what) },
        }, new("Say_nothingToDo", Tone.Quiet)];

    private static Clause Must(RunState run, Actor reader) => MayApprove(reader, run) ? new("Say_mustLookAndApprove", Tone.Must)
        : Permissions.CanApprove(reader.Role) ? new("Say_mustBeAnother", Tone.Must)
        : new("Say_mustApprove", Tone.Must);

    /// <summary>Whether the reader can give the yes that is waited for. The door checks it again.</summary>
    public static bool MayApprove(Actor reader, RunState run)
        => run.State is RunPhase.AwaitingApproval && Permissions.CanApprove(reader.Role) && !reader.IsSamePersonAs(run.RequestedBy, null);
}
