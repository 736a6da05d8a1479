using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>The tables <c>runs</c> and <c>run_events</c>. Reading opens a connection; writing is done in the caller's transaction.</summary>
internal sealed class RunLog(Database database)
{
    /// <summary>At work: neither ended nor waiting. The store itself allows one for each environment.</summary>
    private const string AtWork = "ended_at IS NULL AND state NOT IN ('awaiting-approval', 'scheduled')";

    /// <summary>Begun and ended, and let through in spite of a gate or without the second person it needed. The way back needs neither.</summary>
    private const string InSpite = "(ended_at IS NOT NULL AND started_at IS NOT NULL AND operation <> 'rollback' AND (overrides <> '[]' OR json_extract(spec, '$.breakGlass')))";

    public Task<RunRecord?> FindAsync(long id, CancellationToken cancellationToken)
        => database.ReadAsync(connection => Find(connection, "WHERE id = @id", new { id }), cancellationToken);

    public Task<RunRecord?> FindActiveAsync(string environment, CancellationToken cancellationToken)
        => database.ReadAsync(connection => Find(connection, $"WHERE environment = @environment AND {AtWork}", new { environment }), cancellationToken);

    public Task<RunRecord?> FindLastEndedAsync(string environment, CancellationToken cancellationToken) => database.ReadAsync(
        connection => Find(connection, "WHERE environment = @environment AND ended_at IS NOT NULL ORDER BY id DESC LIMIT 1", new { environment }),
        cancellationToken);

    public Task<IReadOnlyList<RunState>> ListAsync(RunQuery query, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<RunState>>(
        connection => [.. connection
            .Query<RunRow>(
                $"""
                SELECT {RunRow.Columns} FROM runs
                WHERE (@Environment IS NULL OR environment = @Environment) AND (@State IS NULL OR state = @State) AND (@Before IS NULL OR id < @Before)
                    AND (NOT @ForReview OR {InSpite})
                ORDER BY id DESC LIMIT @Limit
                """,
                new { query.Environment, State = query.State is { } state ? Words.Of(state) : null, query.Before, query.Limit, query.ForReview })
            .AsList()
            .Select(row => row.ToRecord(Events(connection, row.Id!.Value)).State)],
        cancellationToken);

    /// <summary>Which run is newest and how far it is: what a process that does not execute it needs to notice a change.</summary>
    public Task<(long Id, string State, long Events)?> NewestAsync(string environment, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<(long, string, long)?>(
            "SELECT id, state, (SELECT COUNT(*) FROM run_events WHERE run_id = id) FROM runs WHERE environment = @environment ORDER BY id DESC LIMIT 1",
            new { environment }),
        cancellationToken);

    /// <summary>The newest runs of one kind, for what they let expect.</summary>
    public Task<IReadOnlyList<RunState>> PastAsync(string environment, Operation operation, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<RunState>>(
        connection => [.. connection
            .Query<RunRow>(
                $"SELECT {RunRow.Columns} FROM runs WHERE environment = @environment AND operation = @operation AND ended_at IS NOT NULL ORDER BY id DESC LIMIT {PastRuns.Considered}",
                new { environment, operation = Words.Of(operation) })
            .AsList()
            .Select(row => row.ToRecord(Events(connection, row.Id!.Value)).State)],
        cancellationToken);

    /// <summary>What is known of the environment's traffic.</summary>
    public Task<TrafficStanding> StandingAsync(string environment, CancellationToken cancellationToken) => database.ReadAsync(
        connection => new TrafficStanding(EstablishedWeights.Find(connection, environment), UndoRights.Newest(connection, null, environment)),
        cancellationToken);

    /// <summary>The runs that wait for a person or for their time, oldest first.</summary>
    public Task<IReadOnlyList<RunRecord>> WaitingAsync(string environment, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<RunRecord>>(
        connection => [.. connection
            .Query<RunRow>($"SELECT {RunRow.Columns} FROM runs WHERE environment = @environment AND ended_at IS NULL AND state IN ('awaiting-approval', 'scheduled') ORDER BY id", new { environment })
            .AsList()
            .Select(row => row.ToRecord([]))],
        cancellationToken);

    /// <summary>What the console last established at the environment's gateway; null when nothing yet.</summary>
    public Task<Established?> EstablishedAsync(string environment, CancellationToken cancellationToken)
        => database.ReadAsync(connection => EstablishedWeights.Find(connection, environment), cancellationToken);

    /// <summary>The number that the next run will get.</summary>
    public Task<long> NextIdAsync(CancellationToken cancellationToken)
        => database.ReadAsync(connection => connection.ExecuteScalar<long>("SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'runs'"), cancellationToken);

    /// <summary>The run at work, seen from inside the caller's transaction.</summary>
    public static RunRecord? FindActive(SqliteConnection connection, SqliteTransaction transaction, string environment)
        => Find(connection, transaction, $"WHERE environment = @environment AND {AtWork}", new { environment });

    /// <summary>Writes a new run down; gives its number.</summary>
    public static long Create(SqliteConnection connection, SqliteTransaction transaction, RunRecord record) => connection.ExecuteScalar<long>(
        """
        INSERT INTO runs (id, environment, operation, target, state, reason, ticket, requested_by, approved_by, created_at, started_at, ended_at,
            bake_seconds, overrides, steps, gates, predicted, measured, before, outcome, stop_by, stop_kind, spec)
        VALUES (@Id, @Environment, @Operation, @Target, @State, @Reason, @Ticket, @RequestedBy, @ApprovedBy, @CreatedAt, @StartedAt, @EndedAt,
            @BakeSeconds, @Overrides, @Steps, @Gates, @Predicted, @Measured, @Before, @Outcome, @StopBy, @StopKind, @Spec)
        RETURNING id
        """,
        RunRow.Of(record),
        transaction);

    /// <summary>Writes down how a run stands, with the event that made it so.</summary>
    public static void Save(SqliteConnection connection, SqliteTransaction transaction, RunState run, RunEvent? next)
    {
        if (next is not null)
        {
            connection.Execute(
                """
                INSERT INTO run_events (run_id, n, at, step, phase, detail)
                VALUES (@Id, (SELECT COUNT(*) + 1 FROM run_events WHERE run_id = @Id), @At, @Step, @Phase, @Detail)
                """,
                new { run.Id, At = Rfc3339.Write(next.At), next.Step, Phase = Words.Of(next.Phase), next.Detail },
                transaction);
        }

        var saved = connection.Execute(
            """
            UPDATE runs SET state = @State, started_at = @StartedAt, ended_at = @EndedAt, gates = @Gates, measured = @Measured, outcome = @Outcome
            WHERE id = @Id AND environment = @Environment AND created_at = @CreatedAt
            """,
            RunRow.Of(new RunRecord(run, null, [])),
            transaction);
        if (saved != 1)
        {
            // A run that was begun before it could be written down may have lost its number to another one.
            throw new InvalidOperationException($"Run {run.Id} in the store is another run than this one.");
        }

        if (run.Actual is { } actual)
        {
            SaveActual(connection, transaction, run.Id, actual);
        }
    }

    /// <summary>Writes down what became of a run that waits; false when it does not wait any more.</summary>
    public static bool SaveWaiting(SqliteConnection connection, SqliteTransaction transaction, RunState run, DateTimeOffset? begunAt = null)
    {
        var owner = Find(connection, transaction, "WHERE id = @Id", new { run.Id })?.RequesterOwner;
        return connection.Execute(
            """
            UPDATE runs SET state = @State, approved_by = @ApprovedBy, ended_at = @EndedAt, outcome = @Outcome, spec = @Spec
            WHERE id = @Id AND created_at = @CreatedAt AND ended_at IS NULL AND state IN ('awaiting-approval', 'scheduled')
            """,
            RunRow.Of(new RunRecord(run, null, [], RequesterOwner: owner, BegunAt: begunAt)),
            transaction) == 1;
    }

    /// <summary>Writes down what a person asked of a run at work; false when it has ended, or is being aborted already.</summary>
    public static bool RequestStop(SqliteConnection connection, SqliteTransaction transaction, long id, string kind, string by, string? step) => connection.Execute(
        $"UPDATE runs SET stop_kind = @kind, stop_by = @by, stop_step = @step WHERE id = @id AND {AtWork} AND (stop_kind IS NULL OR stop_kind = @confirm)",
        new { id, kind, by, step, confirm = RunRecord.Confirm },
        transaction) == 1;

    /// <summary>Who aborted a run; null when nobody did.</summary>
    public static string? AbortedBy(SqliteConnection connection, SqliteTransaction transaction, long id)
        => connection.QueryFirstOrDefault<string>("SELECT stop_by FROM runs WHERE id = @id AND stop_kind = @abort", new { id, abort = RunRecord.Abort }, transaction);

    /// <summary>It stands with what the plan is made of, which stays as it is.</summary>
    private static void SaveActual(SqliteConnection connection, SqliteTransaction transaction, long id, Actual actual)
    {
        var spec = RunRow.FromJson<RunSpec>(connection.QuerySingle<string>("SELECT spec FROM runs WHERE id = @id", new { id }, transaction));
        connection.Execute("UPDATE runs SET spec = @spec WHERE id = @id", new { id, spec = RunRow.Json(spec with { Actual = actual }) }, transaction);
    }

    private static RunRecord? Find(SqliteConnection connection, string where, object parameters)
    {
        // One snapshot, so that the line and its events belong together.
        using var transaction = connection.BeginTransaction(deferred: true);
        return Find(connection, transaction, where, parameters);
    }

    private static RunRecord? Find(SqliteConnection connection, SqliteTransaction transaction, string where, object parameters)
    {
        var row = connection.QueryFirstOrDefault<RunRow>($"SELECT {RunRow.Columns} FROM runs {where}", parameters, transaction);
        return row?.ToRecord(Events(connection, row.Id!.Value));
    }

    /// <summary>What was written of a run, in order.</summary>
    public static IEnumerable<RunEvent> Events(SqliteConnection connection, long id) => connection
        .Query<(string At, string Step, string Phase, string? Detail)>("SELECT at, step, phase, detail FROM run_events WHERE run_id = @id ORDER BY n", new { id })
        .Select(row => new RunEvent(Rfc3339.Read(row.At), row.Step, Words.Parse<StepPhase>(row.Phase), row.Detail));
}
