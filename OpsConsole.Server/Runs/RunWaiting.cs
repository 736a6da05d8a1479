using OpsConsole.Server.Audit;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>
/// Looks after runs that wait for a person or for their time: lets one begin when it is due, makes a yes void when what it rests on has
/// changed, gives one up that nobody agreed to. Only the holder of the lease does.
/// </summary>
internal sealed partial class RunWaiting(RunLog log, RunFacts facts, RunJournal journal, Leases leases, LiveFeed feed, TimeProvider time, ILogger<RunWaiting> logger)
{
    /// <summary>Looks once, while no run is at work. Whatever begins is found by the next look for one at work.</summary>
    /// <returns>Whether a run begins.</returns>
    public async Task<bool> LookAsync(RunDesk desk, CancellationToken cancellationToken)
    {
        foreach (var record in await log.WaitingAsync(desk.Environment.Name, cancellationToken))
        {
            var run = record.State;
            var now = time.GetUtcNow();
            if (GivenUp(run, now) is { } why)
            {
                await EndAsync(desk.Lease!, run with { State = RunPhase.RolledBack, EndedAt = now, Outcome = why }, cancellationToken);
            }
            else if (run.State is RunPhase.Scheduled && !(run.Window?.Start > now) && facts.IsSeen(run.Environment))
            {
                if (run.Approval is { } approval && RunFacts.Drift(approval.Facts, facts.Of(run)) is { } drift)
                {
                    await VoidAsync(desk.Lease!, run, drift, cancellationToken);
                }
                else
                {
                    return await BeginAsync(desk.Lease!, run, cancellationToken);
                }
            }
        }

        return false;
    }

    private static string? GivenUp(RunState run, DateTimeOffset now) => run switch
    {
        { State: RunPhase.AwaitingApproval, Approval: { } approval } when now >= approval.Until => $"Nobody agreed to it by {Rfc3339.Write(approval.Until)}; nothing was changed.",
        { Window: { } window } when now >= window.End => $"Its window ended at {Rfc3339.Write(window.End)} before it could begin; nothing was changed.",
        _ => null,
    };

    /// <summary>From here on it is at work; false when another one is.</summary>
    private async Task<bool> BeginAsync(Lease lease, RunState run, CancellationToken cancellationToken)
    {
        var begins = true;
        await WriteAsync(lease, run with { State = RunPhase.Running }, (connection, transaction) =>
        {
            begins = RunLog.FindActive(connection, transaction, run.Environment) is null;
            return begins;
        }, null, cancellationToken);
        return begins;
    }

    private Task VoidAsync(Lease lease, RunState run, string drift, CancellationToken cancellationToken)
    {
        var rests = facts.Of(run);
        var voided = run with
        {
            State = RunPhase.AwaitingApproval,
            ApprovedBy = null,
            Approval = run.Approval! with
            {
                Facts = rests,
                Binding = RunFacts.Binding(run, rests),
                ApprovedAt = null,
                Void = $"The yes of {run.ApprovedBy} is void: {drift}.",
            },
        };
        Voided(logger, run.Id, voided.Approval.Void);
        return WriteAsync(lease, voided, null, RunEntries.Voided(voided), cancellationToken);
    }

    private Task EndAsync(Lease lease, RunState ended, CancellationToken cancellationToken)
        => WriteAsync(lease, ended with { Steps = RunHistory.Skipped(ended.Steps) }, null, RunEntries.End(ended), cancellationToken);

    private async Task WriteAsync(
        Lease lease, RunState run, Func<Microsoft.Data.Sqlite.SqliteConnection, Microsoft.Data.Sqlite.SqliteTransaction, bool>? may, NewEntry? entry, CancellationToken cancellationToken)
    {
        var written = false;
        await journal.WriteAsync(
            (connection, transaction) =>
            {
                leases.Require(connection, lease);
                // A person may have ended it, or agreed, in between: then there is nothing to write any more.
                if (may?.Invoke(connection, transaction) == false || !RunLog.SaveWaiting(connection, transaction, run, run.Waits ? null : time.GetUtcNow()))
                {
                    return [];
                }

                written = true;
                return entry is null ? [] : [journal.Enter(connection, transaction, entry)];
            },
            cancellationToken);
        if (written)
        {
            feed.Publish(run);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Run {Run} waits for another yes: {Why}")]
    private static partial void Voided(ILogger logger, long run, string? why);
}
