using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>Writes down what becomes of a run's steps, and tells the feed: on disk first, in memory second.</summary>
internal sealed partial class RunRecorder(RunJournal journal, Leases leases, TimeProvider time, ILogger<RunRecorder> logger)
{
    /// <summary>Written before anything goes on; when that fails, the step must not happen. Only a rollback goes on: it is a way back.</summary>
    public async Task RecordAsync(StepContext context, IStep step, StepPhase phase, string? detail, CancellationToken cancellationToken)
    {
        AuditOutcome? outcome = phase is StepPhase.Succeeded ? AuditOutcome.Succeeded : null;
        if (context.Run.Operation is Operation.Rollback)
        {
            await RecordEventuallyAsync(context, step, phase, detail, outcome);
            return;
        }

        var (run, write) = Recording(context, step, phase, detail, outcome);
        await journal.WriteAsync(write, cancellationToken);
        context.Become(run);
    }

    /// <summary>On the way back: written now, or when the store is back.</summary>
    public async Task RecordEventuallyAsync(StepContext context, IStep step, StepPhase phase, string? detail, AuditOutcome? outcome)
    {
        var (run, write) = Recording(context, step, phase, detail, outcome);
        context.Become(run);
        await journal.WriteEventuallyAsync($"the undo of run {run.Id}", write);
    }

    private (RunState Run, RunWrite Write) Recording(StepContext context, IStep step, StepPhase phase, string? detail, AuditOutcome? outcome)
    {
        var next = new RunEvent(time.GetUtcNow(), step.Name, phase, detail);
        var run = RunHistory.Apply(context.Run, next);
        return (run, Write);

        IReadOnlyList<AuditEntry> Write(SqliteConnection connection, SqliteTransaction transaction)
        {
            leases.Require(connection, context.Lease);
            RunLog.Save(connection, transaction, run, next);
            return outcome is { } known ? [journal.Enter(connection, transaction, RunEntries.Step(run, step.Name, known, detail))] : [];
        }
    }

    /// <summary>The run has ended. False when a person aborted it before that was written: an abort that was accepted is not passed over.</summary>
    public async Task<bool> EndAsync(StepContext context, RunPhase phase, string outcome)
    {
        string? abortedBy = null;
        var run = context.Run with { State = phase, EndedAt = time.GetUtcNow(), StartedAt = context.Run.StartedAt ?? time.GetUtcNow(), Outcome = outcome, Watch = [] };
        run = run with { Actual = PastRuns.ActualOf(run) };
        await journal.WriteEventuallyAsync($"the end of run {run.Id}", (connection, transaction) =>
        {
            leases.Require(connection, context.Lease);
            abortedBy = phase is RunPhase.Succeeded ? RunLog.AbortedBy(connection, transaction, run.Id) : null;
            if (abortedBy is not null)
            {
                return [];
            }

            RunLog.Save(connection, transaction, run, null);
            if (phase is RunPhase.Succeeded)
            {
                // From here on somebody may want it back: the slot that was left is kept warm for the whole time that was promised.
                UndoRights.KeepWarm(connection, transaction, run.Id, run.EndedAt!.Value + TimeSpan.FromSeconds(context.Environment.Options.WarmSeconds));
            }

            else if (run.Undoes is { } undone)
            {
                UndoRights.Free(connection, transaction, undone, run.Id);
            }

            return [journal.Enter(connection, transaction, RunEntries.End(run))];
        });
        if (abortedBy is { } by)
        {
            context.Abort(by);
            return false;
        }

        context.Become(run);
        Ended(logger, run.Id, run.Operation, run.Environment, run.State, outcome);
        return true;
    }

    [LoggerMessage(LogLevel.Information, "Run {Run} ({Operation} in {Environment}) ended {State}: {Outcome}")]
    private static partial void Ended(ILogger logger, long run, Operation operation, string environment, RunPhase state, string outcome);
}
