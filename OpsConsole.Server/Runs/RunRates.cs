using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>Reads how well runs went. Only what is asked for is read, by index: how many runs there were before does not matter.</summary>
internal sealed class RunRates(Database database, TimeProvider time)
{
    /// <summary>So many of the last ways back, and of the last predictions, are told of.</summary>
    private const int Last = 20;

    private const string Where = "(@environment IS NULL OR environment = @environment)";

    /// <summary>One that never began attempted nothing.</summary>
    private const string EndedSince = $"SELECT environment, state, ended_at FROM runs WHERE ended_at >= @from AND started_at IS NOT NULL AND {Where}";

    /// <summary>Runs that may tell of a way back: <see cref="UndoTime"/> says which do.</summary>
    private const string Back =
        $"""
        SELECT {RunRow.Columns} FROM runs
        WHERE ended_at IS NOT NULL AND (operation = 'rollback' OR state IN ('rolled-back', 'aborted'))
            AND (operation = 'rollback' OR EXISTS (SELECT 1 FROM run_events WHERE run_id = runs.id AND phase = 'undone')) AND {Where}
        ORDER BY ended_at DESC, id DESC
        """;

    private const string Predictions =
        $"SELECT predicted, spec FROM runs WHERE ended_at IS NOT NULL AND state = 'succeeded' AND {Where} ORDER BY ended_at DESC, id DESC LIMIT @last";

    /// <summary>What is asked of the store, for a test that looks whether it goes by index.</summary>
    public static IReadOnlyList<string> Queries { get; } = [EndedSince, Back, Predictions];

    /// <summary>Of <paramref name="environment"/>; null for all.</summary>
    public Task<RunRate> OfAsync(string? environment, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.ReadAsync(
            connection =>
            {
                // One snapshot, so that the figures belong together.
                using var transaction = connection.BeginTransaction(deferred: true);
                var ended = Ended(connection, transaction, environment, SuccessRate.From(now));
                return new RunRate(SuccessRate.Hour(ended, now), SuccessRate.Rows(ended, now), Ways(connection, transaction, environment), Error(connection, transaction, environment));
            },
            cancellationToken);
    }

    /// <summary>The sliding hour of each of <paramref name="environments"/>.</summary>
    public async Task<IReadOnlyList<(string Environment, RateHour Hour)>> HoursAsync(IEnumerable<string> environments, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ended = await database.ReadAsync(connection => Ended(connection, null, null, now - SuccessRate.Sliding), cancellationToken);
        return [.. environments.Select(name => (name, SuccessRate.Hour(ended.Where(run => run.Environment == name), now)))];
    }

    private static List<EndedRun> Ended(SqliteConnection connection, SqliteTransaction? transaction, string? environment, DateTimeOffset from) =>
    [
        .. connection.Query<(string Environment, string State, string EndedAt)>(EndedSince, new { environment, from = Rfc3339.Write(from) }, transaction)
            .Select(row => new EndedRun(row.Environment, Words.Parse<RunPhase>(row.State), Rfc3339.Read(row.EndedAt))),
    ];

    private static WaysBack Ways(SqliteConnection connection, SqliteTransaction transaction, string? environment)
    {
        var last = connection.Query<RunRow>(Back, new { environment }, transaction, buffered: false)
            .Select(row => UndoTime.RecordOf(row.ToRecord(RunLog.Events(connection, row.Id!.Value)).State)?.Seconds)
            .OfType<double>()
            .Take(Last)
            .ToList();
        return new WaysBack(last.Count, Median.Of(last), last.Count == 0 ? null : last.Max(), last);
    }

    private static PredictionError Error(SqliteConnection connection, SqliteTransaction transaction, string? environment)
    {
        var errors = connection.Query<(string Predicted, string Spec)>(Predictions, new { environment, last = Last }, transaction)
            .Select(row => RunRow.FromJson<RunSpec>(row.Spec).Actual?.Seconds - RunRow.FromJson<Predicted>(row.Predicted).Seconds)
            .OfType<double>()
            .Select(Math.Abs)
            .ToList();
        return new PredictionError(errors.Count, Median.Of(errors));
    }
}
