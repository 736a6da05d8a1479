using Dapper;

namespace OpsConsole.Server.Storage;

/// <summary>What is kept of an environment stays findable when it is no longer configured.</summary>
internal static class KeptEnvironments
{
    /// <summary>Whether there is any run or entry of <paramref name="environment"/>.</summary>
    public static Task<bool> HasAsync(Database database, string environment, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT 1 FROM runs WHERE environment = @environment) OR EXISTS (SELECT 1 FROM entries WHERE environment = @environment)", new { environment }),
        cancellationToken);
}
