using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>How many runs of one kind ended in one way.</summary>
internal sealed record RunCount(string Environment, string Operation, string Outcome, long Count);

/// <summary>What was counted of runs that have ended.</summary>
/// <param name="Runs">How many, by environment, operation and outcome.</param>
/// <param name="Took">How long they took from their beginning to their end, by operation.</param>
/// <param name="Undo">How long the ways back took.</param>
internal sealed record RunCounts(IReadOnlyList<RunCount> Runs, IReadOnlyList<(string Operation, SecondsCounts Seconds)> Took, SecondsCounts Undo);

/// <summary>
/// Counts every run that has ended once, whichever process carried it out: those of the store at first, then what has ended since. What was
/// counted never falls while this process lives, whatever becomes of the store.
/// </summary>
internal sealed class RunTally(Database database)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(string Environment, string Operation, string Outcome), long> _runs = [];
    private readonly SortedDictionary<string, SecondsHistogram> _took = new(StringComparer.Ordinal);
    private readonly SecondsHistogram _undo = new(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);

    /// <summary>Counted, above <see cref="_allUpTo"/>: a run may wait for days while later ones end.</summary>
    private readonly HashSet<long> _counted = [];

    /// <summary>All runs up to this number have ended and are counted.</summary>
    private long _allUpTo;
    private bool _begun;

    /// <summary>Counts up to now; without the newest when the store cannot be read, and null when it never could be.</summary>
    public async Task<RunCounts?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (allUpTo, ended) = await database.ReadAsync(EndedSince, cancellationToken);
            lock (_lock)
            {
                Add(allUpTo, ended);
                _begun = true;
                return Told();
            }
        }
        catch (StoreException)
        {
            // /readyz says why; a counter goes on from where it was.
            lock (_lock)
            {
                return _begun ? Told() : null;
            }
        }
    }

    /// <summary>The ended runs that are not counted yet, and the number up to which all have ended.</summary>
    private (long AllUpTo, List<(RunLine Line, double? Undo)> Ended) EndedSince(SqliteConnection connection)
    {
        long from;
        lock (_lock)
        {
            from = _allUpTo;
        }

        using var transaction = connection.BeginTransaction(deferred: true);
        var lines = connection.Query<RunLine>(
            "SELECT id AS Id, environment AS Environment, operation AS Operation, state AS State, started_at AS StartedAt, ended_at AS EndedAt FROM runs WHERE id > @from ORDER BY id",
            new { from },
            transaction).AsList();
        var open = lines.FirstOrDefault(line => line.EndedAt is null);
        return (
            open is not null ? open.Id - 1 : lines.Count == 0 ? from : lines[^1].Id,
            [.. lines.Where(line => line.EndedAt is not null && !IsCounted(line.Id)).Select(line => (line, Undo(connection, transaction, line)))]);
    }

    private void Add(long allUpTo, List<(RunLine Line, double? Undo)> ended)
    {
        // Of two that read at the same time the later one finds them counted.
        foreach (var (line, undo) in ended.Where(run => !IsCounted(run.Line.Id)))
        {
            _counted.Add(line.Id);
            var key = (line.Environment, line.Operation, line.State);
            _runs[key] = _runs.GetValueOrDefault(key) + 1;
            if (line.Seconds is { } seconds)
            {
                TookOf(line.Operation).Add(seconds);
            }

            if (undo is { } back)
            {
                _undo.Add(back);
            }
        }

        _allUpTo = Math.Max(_allUpTo, allUpTo);
        _counted.RemoveWhere(id => id <= _allUpTo);
    }

    private RunCounts Told() => new(
        [.. _runs.Select(run => new RunCount(run.Key.Environment, run.Key.Operation, run.Key.Outcome, run.Value))],
        [.. _took.Select(took => (took.Key, took.Value.Read()))],
        _undo.Read());

    private SecondsHistogram TookOf(string operation)
    {
        if (!_took.TryGetValue(operation, out var took))
        {
            _took[operation] = took = new SecondsHistogram(1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200);
        }

        return took;
    }

    private bool IsCounted(long id)
    {
        lock (_lock)
        {
            return id <= _allUpTo || _counted.Contains(id);
        }
    }

    private static double? Undo(SqliteConnection connection, SqliteTransaction transaction, RunLine line)
    {
        if (line.Operation != Words.Of(Operation.Rollback) && line.State != Words.Of(RunPhase.RolledBack) && line.State != Words.Of(RunPhase.Aborted))
        {
            return null;
        }

        var row = connection.QuerySingle<RunRow>($"SELECT {RunRow.Columns} FROM runs WHERE id = @Id", new { line.Id }, transaction);
        return UndoTime.RecordOf(row.ToRecord(RunLog.Events(connection, line.Id)).State)?.Seconds;
    }

    /// <summary>As much of a run as is counted.</summary>
    private sealed class RunLine
    {
        public long Id { get; init; }

        public string Environment { get; init; } = "";

        public string Operation { get; init; } = "";

        public string State { get; init; } = "";

        public string? StartedAt { get; init; }

        public string? EndedAt { get; init; }

        /// <summary>Null for one that never began, and where the clock was set back meanwhile.</summary>
        public double? Seconds => StartedAt is { } start && EndedAt is { } end && (Rfc3339.Read(end) - Rfc3339.Read(start)).TotalSeconds is >= 0 and var seconds ? seconds : null;
    }
}
