using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>Somebody stops a run, or keeps what it did: written down for whichever process carries it out.</summary>
internal sealed class RunStop(RunLog log, RunApproval approval, RunJournal journal, RunDesks desks)
{
    public static Refusal NotFound(long run) => new(RefusalKind.NotFound, $"There is no run {run}.");

    /// <summary>Asks; gives the run, or why not, and where it is.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="run">Of which run.</param>
    /// <param name="action">The word for it in the audit log.</param>
    /// <param name="kind">One of <see cref="RunRecord.Abort"/> and <see cref="RunRecord.Confirm"/>.</param>
    /// <param name="objection">Why a run that stands so cannot be asked; null when it can.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(Result<RunState> Answer, string? Environment)> AskAsync(
        Actor actor, long run, string action, string kind, Func<RunState, string?> objection, CancellationToken cancellationToken)
    {
        var record = await log.FindAsync(run, cancellationToken);
        // What this process carries out may be ahead of the store, and for a moment behind it.
        var state = record is { State: { Ended: false } stored } && desks.Current(stored.Environment) is { } current && current.Id == run ? RunHistory.Later(stored, current) : record?.State;
        var refusal = state is null ? NotFound(run)
            : !Permissions.CanRun(actor.Role, state.Operation) ? new Refusal(RefusalKind.NotAllowed, $"The role {(actor.Role is { } role ? Words.Of(role) : "of nobody")} may not {action} a run; an sre or a lead may.")
            : state.Ended ? new Refusal(RefusalKind.WrongState, $"Run {run} has ended: {Words.Of(state.State)}.")
            : objection(state) is { } words ? new Refusal(RefusalKind.WrongState, words)
            : null;
        var answer = refusal
            ?? (state!.Waits ? await approval.AbortAsync(actor, state, cancellationToken) : await WriteAsync(actor, state, action, kind, cancellationToken));
        return (answer, state?.Environment);
    }

    private async Task<Result<RunState>> WriteAsync(Actor actor, RunState state, string action, string kind, CancellationToken cancellationToken)
    {
        try
        {
            var asked = false;
            var bake = state.Steps.LastOrDefault(step => StepNames.IsBake(step.Name) && step.State is not StepPhase.Pending)?.Name;
            await journal.WriteAsync(
                (connection, transaction) =>
                {
                    asked = RunLog.RequestStop(connection, transaction, state.Id, kind, actor.Name, bake);
                    return asked ? [journal.Enter(connection, transaction, RunEntries.Stop(actor, state, action))] : [];
                },
                cancellationToken);
            if (!asked)
            {
                return new Refusal(RefusalKind.WrongState, $"Run {state.Id} has ended meanwhile, or is being stopped already.");
            }

            desks.Nudge(state.Environment);
            return state;
        }
        catch (StoreException exception)
        {
            if (kind == RunRecord.Abort && desks.AbortUnwritten(state.Id, actor.Name))
            {
                // An undo does not wait for the store: the run itself is entered, and the undo will be.
                await journal.WriteEventuallyAsync(
                    $"the abort of run {state.Id}",
                    (connection, transaction) => [journal.Enter(connection, transaction, RunEntries.Stop(actor, state, action))]);
                return state;
            }

            return new Refusal(RefusalKind.NotRecorded, $"It was not done, since it could not be entered: {exception.Message}");
        }
    }
}
