using Dapper;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Hosting;

/// <summary>What the store has, counted.</summary>
/// <param name="Entries">The entries of the audit log.</param>
internal sealed record StoreCounts(long Entries)
{
    /// <summary>Counts; null when the store cannot be read.</summary>
    public static async Task<StoreCounts?> ReadAsync(Database database, CancellationToken cancellationToken)
    {
        try
        {
            return new StoreCounts(await database.ReadAsync(connection => connection.ExecuteScalar<long>("SELECT coalesce(max(seq), 0) FROM entries"), cancellationToken));
        }
        catch (StoreException)
        {
            // What cannot be counted has no line; /readyz says why.
            return null;
        }
    }
}
