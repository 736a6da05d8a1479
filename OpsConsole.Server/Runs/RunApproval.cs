using OpsConsole.Server.Audit;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>A second person agrees to a run, or a person stops one that has not begun.</summary>
internal sealed class RunApproval(RunFacts facts, RunJournal journal, RunDesks desks, LiveFeed feed, TimeProvider time)
{
    /// <summary>Agrees. What is agreed to is the plan and what it rests on now; where that is not what was asked for, it has to be looked at again first.</summary>
    public async Task<Result<RunState>> ApproveAsync(Actor actor, RunRecord record, CancellationToken cancellationToken)
    {
        var run = record.State;
        if (Objection(actor, record) is { } objection)
        {
            return objection;
        }

        if (!facts.IsSeen(run.Environment))
        {
            return new Refusal(RefusalKind.WrongState, $"What run {run.Id} rests on cannot be seen now: approve it when {run.Environment} can be.");
        }

        var rests = facts.Of(run);
        if (RunFacts.Drift(run.Approval!.Facts, rests) is { } drift)
        {
            var shown = run with { Approval = run.Approval with { Facts = rests, Binding = RunFacts.Binding(run, rests), Void = $"What it rests on has changed since: {drift}." } };
            return await WriteAsync(shown, cancellationToken, RunEntries.Voided(shown)) ?? new Refusal(RefusalKind.WrongState, $"{shown.Approval.Void} Look at it again, then approve.");
        }

        var approved = run with
        {
            State = RunPhase.Scheduled,
            ApprovedBy = actor.Name,
            Approval = run.Approval with { ApprovedAt = time.GetUtcNow(), Void = null },
        };
        if (await WriteAsync(approved, cancellationToken, RunEntries.Approved(actor, approved)) is { } refusal)
        {
            return refusal;
        }

        desks.Nudge(run.Environment);
        return approved;
    }

    /// <summary>Stops a run that has not begun: there is nothing to take back.</summary>
    public async Task<Result<RunState>> AbortAsync(Actor actor, RunState run, CancellationToken cancellationToken)
    {
        var ended = run with
        {
            State = RunPhase.Aborted,
            EndedAt = time.GetUtcNow(),
            Outcome = $"Aborted by {actor.Name} before it began; nothing was changed.",
            Steps = RunHistory.Skipped(run.Steps),
        };
        return await WriteAsync(ended, cancellationToken, RunEntries.Stop(actor, run, AuditActions.Abort), RunEntries.End(ended)) is { } refusal ? refusal : ended;
    }

    private static Refusal? Objection(Actor actor, RunRecord record) => record.State switch
    {
        { State: not RunPhase.AwaitingApproval } run => new Refusal(RefusalKind.WrongState, $"Run {run.Id} is {Words.Of(run.State)}: it does not wait for approval."),
        var run when actor.IsSamePersonAs(run.RequestedBy, record.RequesterOwner)
            => new Refusal(RefusalKind.NotAllowed, $"{run.RequestedBy} asked for run {run.Id}: a second person has to agree to it."),
        _ => null,
    };

    /// <summary>Writes it down with its entries; gives why that could not be, or null.</summary>
    private async Task<Refusal?> WriteAsync(RunState run, CancellationToken cancellationToken, params NewEntry[] entries)
    {
        var written = false;
        try
        {
            await journal.WriteAsync(
                (connection, transaction) =>
                {
                    written = RunLog.SaveWaiting(connection, transaction, run);
                    return written ? [.. entries.Select(entry => journal.Enter(connection, transaction, entry))] : [];
                },
                cancellationToken);
        }
        catch (StoreException exception)
        {
            return new Refusal(RefusalKind.NotRecorded, $"It was not done, since it could not be entered: {exception.Message}");
        }

        if (!written)
        {
            return new Refusal(RefusalKind.WrongState, $"Run {run.Id} has changed meanwhile: look at it again.");
        }

        feed.Publish(run);
        return null;
    }
}
