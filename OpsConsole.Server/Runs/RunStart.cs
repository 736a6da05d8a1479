using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Runs.Plans;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>Lets a well-formed request become a run, or says why not. The run and its entry are written in one transaction.</summary>
internal sealed class RunStart(GateEvaluator gates, RunPlans plans, RunLog log, RunJournal journal, RunWorker worker, ILiveFeed feed, TimeProvider time)
{
    private static readonly TimeSpan s_keysKept = TimeSpan.FromHours(24);
    private const int MaxKey = 200;

    public async Task<Result<RunState>> StartAsync(Actor actor, ManagedEnvironment environment, RunRequest request, string? key, CancellationToken cancellationToken)
    {
        if (key is { Length: 0 or > MaxKey })
        {
            return new Refusal(RefusalKind.BadRequest, $"'Idempotency-Key' has 1 to {MaxKey} characters.");
        }

        var content = Content(environment.Name, request);
        if (key is not null && await log.FindByKeyAsync(actor.Name, key, time.GetUtcNow() - s_keysKept, cancellationToken) is { } earlier)
        {
            return await SameAsync(earlier, content, cancellationToken);
        }

        if (await log.FindActiveAsync(environment.Name, cancellationToken) is { } active && !HasEnded(active.State))
        {
            return RunActive(active.State);
        }

        var where = await SlotsNow.ReadAsync(environment, request, cancellationToken);
        if (!where.Ok)
        {
            return where.Refusal;
        }

        var results = await gates.EvaluateAsync(environment.Name, request.Operation, where.Value.Target, cancellationToken);
        var overrides = request.OverrideGates ?? [];
        if (Blocked(request.Operation, results, overrides) is { } blocked)
        {
            return blocked;
        }

        var record = await DraftAsync(actor, environment, request, where.Value, results, overrides, cancellationToken);
        return await CreateAsync(actor, record, key, content, cancellationToken);
    }

    /// <summary>Why the gates keep the operation from starting; null when they do not. The way back is never held up.</summary>
    public static Refusal? Blocked(Operation operation, IReadOnlyList<GateResult> results, IReadOnlyList<string> overrides)
    {
        if (operation is Operation.Rollback)
        {
            return null;
        }

        var fixedGate = results.FirstOrDefault(gate => !gate.CanOverride && overrides.Contains(gate.Name, StringComparer.Ordinal));
        if (fixedGate is not null)
        {
            return new Refusal(RefusalKind.BadRequest, $"Gate {fixedGate.Name} cannot be overridden.");
        }

        var blocking = results.Where(gate => gate.Blocks && !overrides.Contains(gate.Name, StringComparer.Ordinal)).ToList();
        return blocking.Count == 0
            ? null
            : new Refusal(RefusalKind.GateFailed, string.Join(" ", blocking.Select(gate => $"Gate {gate.Name} is {Words.Of(gate.State)}: {gate.Evidence}")), results);
    }

    /// <summary>Whether a run has ended although the log does not know it yet: a full store may be behind.</summary>
    private bool HasEnded(RunState run) => feed.Latest<RunState>(((ILiveState)run).Key) is { Ended: true };

    private async Task<RunRecord> DraftAsync(
        Actor actor,
        ManagedEnvironment environment,
        RunRequest request,
        SlotsNow where,
        IReadOnlyList<GateResult> results,
        IReadOnlyList<string> overrides,
        CancellationToken cancellationToken)
    {
        var bake = request.Operation is Operation.Switch ? request.BakeSeconds ?? environment.Options.BakeSeconds : 0;
        var past = await log.PastAsync(environment.Name, request.Operation, cancellationToken);
        var steps = plans.For(request.Operation, bake).Select(step => new StepState(step.Name, StepPhase.Pending, null, null, 0, null));
        var state = new RunState(
            0,
            environment.Name,
            request.Operation,
            where.Target,
            RunPhase.Running,
            request.Reason!.Trim(),
            request.Ticket,
            actor.Name,
            null,
            Rfc3339.Read(Rfc3339.Write(time.GetUtcNow())),
            null,
            null,
            bake,
            null,
            [.. steps],
            results,
            PastRuns.Predict(past),
            new Measured(null, null, null),
            []);
        return new RunRecord(state, where.Weights, overrides, null, null);
    }

    private async Task<Result<RunState>> CreateAsync(Actor actor, RunRecord record, string? key, string content, CancellationToken cancellationToken)
    {
        Refusal? refusal = null;
        var state = record.State;
        try
        {
            await journal.WriteAsync(
                (connection, transaction) =>
                {
                    // Between the first look and this transaction somebody else may have been faster.
                    if (RunLog.FindActive(connection, transaction, state.Environment) is { } active)
                    {
                        refusal = RunActive(active.State);
                        return [];
                    }

                    return [Write(connection, transaction)];
                },
                cancellationToken);
        }
        catch (StoreException exception)
        {
            if (state.Operation is not Operation.Rollback)
            {
                return new Refusal(RefusalKind.NotRecorded, $"The {Words.Of(state.Operation)} was not started, since it could not be entered: {exception.Message}");
            }

            // A way back is never held up by the store: it is entered, under this number, when the store is back.
            state = state with { Id = await log.NextIdAsync(cancellationToken) };
            await journal.WriteEventuallyAsync($"rollback run {state.Id}", (connection, transaction) => [Write(connection, transaction)]);
            worker.TakeUnwritten(record with { State = state });
        }

        return refusal is not null ? refusal : state;

        AuditEntry Write(SqliteConnection connection, SqliteTransaction transaction)
        {
            state = state with { Id = RunLog.Create(connection, transaction, record with { State = state }) };
            if (key is not null)
            {
                connection.Execute(
                    "INSERT OR REPLACE INTO idempotency (actor, key, content, run_id, at) VALUES (@Name, @key, @content, @Id, @at)",
                    new { actor.Name, key, content, state.Id, at = Rfc3339.Write(time.GetUtcNow()) },
                    transaction);
            }

            return journal.Enter(connection, transaction, RunEntries.Asked(actor, state, record.Overrides));
        }
    }

    private async Task<Result<RunState>> SameAsync((long Run, string Content) earlier, string content, CancellationToken cancellationToken)
        => earlier.Content == content
            ? (await log.FindAsync(earlier.Run, cancellationToken))!.State
            : new Refusal(RefusalKind.IdempotencyMismatch, $"This Idempotency-Key was used for run {earlier.Run} with another content: take a new key.");

    private static Refusal RunActive(RunState active) => new(
        RefusalKind.RunActive,
        $"Run {active.Id} ({Words.Of(active.Operation)} to {active.Target.Word()} by {active.RequestedBy}: {active.Reason}) is {Words.Of(active.State)}. Wait for its end, or abort it.");

    /// <summary>What a request says, as one hash: the same words in another order are the same request.</summary>
    private static string Content(string environment, RunRequest request)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{environment}\n{RunRow.Json(request)}")));
}
