using Dapper;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Hosting;

/// <summary>How many runs of one kind ended in one way.</summary>
internal sealed record RunCount(string Environment, string Operation, string Outcome, long Count);

/// <summary>What the store has, counted.</summary>
/// <param name="Entries">The entries of the audit log.</param>
/// <param name="Runs">The runs that have ended.</param>
internal sealed record StoreCounts(long Entries, IReadOnlyList<RunCount> Runs)
{
    /// <summary>Counts; null when the store cannot be read.</summary>
    public static async Task<StoreCounts?> ReadAsync(Database database, CancellationToken cancellationToken)
    {
        try
        {
            return await database.ReadAsync(
                connection => new StoreCounts(
                    connection.ExecuteScalar<long>("SELECT coalesce(max(seq), 0) FROM entries"),
                    [.. connection.Query<(string Environment, string Operation, string Outcome, long Count)>(
                        """
                        SELECT environment, operation, state, count(*)
                        FROM runs WHERE ended_at IS NOT NULL GROUP BY environment, operation, state ORDER BY environment, operation, state
                        """).Select(row => new RunCount(row.Environment, row.Operation, row.Outcome, row.Count))]),
                cancellationToken);
        }
        catch (StoreException)
        {
            // What cannot be counted has no line; /readyz says why.
            return null;
        }
    }
}
