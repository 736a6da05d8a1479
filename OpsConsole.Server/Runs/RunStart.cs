using Microsoft.Data.Sqlite;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>Lets a well-formed request become a run, or says why not. The run and its entry are written in one transaction.</summary>
internal sealed class RunStart(
    GateEvaluator gates, RunDraft draft, RunLog log, RunKeys keys, RunJournal journal, RunDesks desks, Freezes freezes, LiveFeed feed, TimeProvider time)
{
    private const int MaxKey = 200;

    private long _lastUnwritten;

    public async Task<Result<RunState>> StartAsync(Actor actor, ManagedEnvironment environment, RunRequest request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (idempotencyKey is { Length: 0 or > MaxKey })
        {
            return new Refusal(RefusalKind.BadRequest, $"'Idempotency-Key' has 1 to {MaxKey} characters.");
        }

        var key = idempotencyKey is null ? null : new RunKey(actor.Name, idempotencyKey, RunKeys.Content(environment.Name, request));
        if (await keys.EarlierAsync(key, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        var started = await TryAsync(actor, environment, request, key, cancellationToken);
        // The same request may have come twice at once, and the other one was faster.
        return !started.Ok && await keys.EarlierAsync(key, cancellationToken) is { } faster ? faster : started;
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

    private async Task<Result<RunState>> TryAsync(Actor actor, ManagedEnvironment environment, RunRequest request, RunKey? key, CancellationToken cancellationToken)
    {
        var active = (await log.FindActiveAsync(environment.Name, cancellationToken))?.State ?? await UnwrittenAsync(environment.Name, cancellationToken);
        if (active is not null && Hinders(active, request.Operation))
        {
            return RunActive(active);
        }

        var standing = await log.StandingAsync(environment.Name, cancellationToken);
        var where = await SlotsNow.ReadAsync(environment, standing, request, time.GetUtcNow(), cancellationToken);
        if (!where.Ok)
        {
            return where.Refusal;
        }

        var frozen = MayFreezeForbid(request, where.Value)
            ? await freezes.FindAsync(environment.Name, cancellationToken)
            : null;
        if (frozen is not null)
        {
            return Frozen(environment.Name, frozen);
        }

        var results = gates.Evaluate(environment.Name, request.Operation, where.Value.Target, request.Window?.After(time.GetUtcNow()));
        var overrides = request.OverrideGates ?? [];
        if (Blocked(request.Operation, results, overrides) is { } blocked)
        {
            return blocked;
        }

        var record = await draft.MakeAsync(actor, environment, request, where.Value, results, cancellationToken);
        if (await ProvableStart.WhatIsMissingAsync(environment, record.State, feed, time, cancellationToken) is { } unprovable)
        {
            return unprovable;
        }

        return await CreateAsync(actor, record, key, MayFreezeForbid(request, where.Value), cancellationToken);
    }

    /// <summary>What is carried out here and not written down. Whoever carries a run out learns of its end a moment after the store.</summary>
    private async Task<RunState?> UnwrittenAsync(string environment, CancellationToken cancellationToken)
        => desks.Current(environment) is { } current && (await log.FindAsync(current.Id, cancellationToken))?.State.Ended != true ? current : null;

    private async Task<Result<RunState>> CreateAsync(Actor actor, RunRecord record, RunKey? key, bool mayFreezeForbid, CancellationToken cancellationToken)
    {
        Refusal? refusal = null;
        RunState? created = null;
        try
        {
            await journal.WriteAsync(
                (connection, transaction) =>
                {
                    // Between the first look and this transaction somebody else may have been faster.
                    if (mayFreezeForbid && Freezes.Find(connection, record.State.Environment, time.GetUtcNow()) is { } freeze)
                    {
                        refusal = Frozen(record.State.Environment, freeze);
                        return [];
                    }

                    if (!record.State.Waits && RunLog.FindActive(connection, transaction, record.State.Environment)?.State is { } active)
                    {
                        refusal = Hinders(active, record.State.Operation) ? RunActive(active) : throw new StoreException($"The end of run {active.Id} is not written yet.");
                        return [];
                    }

                    (created, var entry) = Write(connection, transaction, actor, record, key);
                    if (record.State.Undoes is { } undone && !UndoRights.Use(connection, transaction, undone, created.Id, created.CreatedAt))
                    {
                        throw new RightUsedException(undone);
                    }

                    return [entry];
                },
                cancellationToken);
        }
        catch (RightUsedException exception)
        {
            return new Refusal(RefusalKind.WrongState, exception.Message);
        }
        catch (StoreException exception)
        {
            return record.State.Operation is Operation.Rollback && desks.Holds(record.State.Environment)
                ? await CreateEventuallyAsync(actor, record, key, cancellationToken)
                : new Refusal(RefusalKind.NotRecorded, $"The {Words.Of(record.State.Operation)} was not started, since it could not be entered: {exception.Message}");
        }

        if (created is { Waits: true })
        {
            feed.Publish(created);
        }

        return refusal is not null ? refusal : created!;
    }

    /// <summary>A way back is never held up by the store: it begins, and is entered, under the number it is given here, when the store is back.</summary>
    private async Task<Result<RunState>> CreateEventuallyAsync(Actor actor, RunRecord record, RunKey? key, CancellationToken cancellationToken)
    {
        var id = Math.Max(await log.NextIdAsync(cancellationToken), Interlocked.Read(ref _lastUnwritten) + 1);
        Interlocked.Exchange(ref _lastUnwritten, id);
        var unwritten = record with { State = record.State with { Id = id } };
        var writing = journal.WriteEventuallyAsync($"rollback run {id}", (connection, transaction) =>
        {
            if (unwritten.State.Undoes is { } undone)
            {
                UndoRights.Use(connection, transaction, undone, id, unwritten.State.CreatedAt);
            }

            return [Write(connection, transaction, actor, unwritten, key).Entry];
        });
        desks.TakeUnwritten(unwritten);
        await writing;
        return unwritten.State;
    }

    private (RunState State, AuditEntry Entry) Write(SqliteConnection connection, SqliteTransaction transaction, Actor actor, RunRecord record, RunKey? key)
    {
        var state = record.State with { Id = RunLog.Create(connection, transaction, record) };
        if (key is not null)
        {
            keys.Remember(connection, transaction, key, state.Id);
        }

        return (state, journal.Enter(connection, transaction, RunEntries.Asked(actor, state, record.Overrides)));
    }

    /// <summary>A freeze forbids every change but the way back that a run left; and what a second person lets pass in spite of it.</summary>
    private static bool MayFreezeForbid(RunRequest request, SlotsNow where) => !where.Privileged && request.OverrideGates?.Contains("freeze", StringComparer.Ordinal) != true;

    private static Refusal Frozen(string environment, FreezeState freeze)
        => new(RefusalKind.Frozen, $"{environment} is frozen by {freeze.By} until {Rfc3339.Write(freeze.Until)}: {freeze.Reason}");

    /// <summary>Whether <paramref name="active"/> keeps another run from starting. Where the store is behind, a way back goes by what is so.</summary>
    private bool Hinders(RunState active, Operation operation)
        => operation is not Operation.Rollback || feed.Latest<RunState>(((ILiveState)active).Key) is not { Ended: true };

    private static Refusal RunActive(RunState active) => new(
        RefusalKind.RunActive,
        $"Run {active.Id} ({Words.Of(active.Operation)} to {active.Target.Word()} by {active.RequestedBy}: {active.Reason}) is {Words.Of(active.State)}. Wait for its end, or abort it.");
}

/// <summary>Somebody else used the right to undo a run between the look and the write: nothing of this request is written.</summary>
internal sealed class RightUsedException(long run) : Exception($"Run {run} was taken back already, a moment ago: the right to undo it is good for once.");
