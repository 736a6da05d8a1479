using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>The right to act on one environment, with the number that tells it from every earlier holder's.</summary>
internal sealed record Lease(string Environment, long Fence);

/// <summary>Another process took the lease over: whoever meets this stops, and writes nothing.</summary>
internal sealed class LeaseLostException(string message) : Exception(message);

/// <summary>Who may act on an environment: one process at a time, though several may have the store open.</summary>
internal sealed class Leases(Database database, TimeProvider time)
{
    /// <summary>A holder that has not renewed for so long, and that nobody can look at, counts as gone.</summary>
    private static readonly TimeSpan s_validity = TimeSpan.FromSeconds(15);

    private readonly string _own = ProcessIdentity.Own.ToString();

    /// <summary>Takes or renews the lease; null while another living process holds it.</summary>
    public Task<Lease?> TryHoldAsync(string environment, CancellationToken cancellationToken) => database.WriteAsync<Lease?>(
        (connection, transaction) =>
        {
            var now = time.GetUtcNow();
            var row = Find(connection, environment);
            if (row is { } held && held.Holder != _own && IsAlive(held.Holder, Rfc3339.Read(held.RenewedAt), now))
            {
                return null;
            }

            var fence = row?.Holder == _own ? row.Value.Fence : (row?.Fence ?? 0) + 1;
            connection.Execute(
                """
                INSERT INTO leases (environment, fence, holder, renewed_at) VALUES (@environment, @fence, @holder, @now)
                ON CONFLICT (environment) DO UPDATE SET fence = excluded.fence, holder = excluded.holder, renewed_at = excluded.renewed_at
                """,
                new { environment, fence, holder = _own, now = Rfc3339.Write(now) },
                transaction);
            return new Lease(environment, fence);
        },
        cancellationToken);

    /// <summary>Whether a living process, other than this one, holds the lease.</summary>
    public Task<bool> IsHeldElsewhereAsync(string environment, CancellationToken cancellationToken) => database.ReadAsync(
        connection => Find(connection, environment) is { } held && held.Holder != _own && IsAlive(held.Holder, Rfc3339.Read(held.RenewedAt), time.GetUtcNow()),
        cancellationToken);

    /// <summary>Gives the lease back, so that the next holder need not wait.</summary>
    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            "UPDATE leases SET holder = '' WHERE environment = @Environment AND fence = @Fence AND holder = @holder",
            new { lease.Environment, lease.Fence, holder = _own },
            transaction),
        cancellationToken);

    /// <summary>Throws unless <paramref name="lease"/> is still the newest: called inside each transaction of a run.</summary>
    public void Require(SqliteConnection connection, Lease lease)
    {
        if (Find(connection, lease.Environment) is not { } held || held.Fence != lease.Fence || held.Holder != _own)
        {
            throw new LeaseLostException($"Another console acts on {lease.Environment} now.");
        }
    }

    private static (long Fence, string Holder, string RenewedAt)? Find(SqliteConnection connection, string environment)
        => connection.QueryFirstOrDefault<(long, string, string)?>(
            "SELECT fence, holder, renewed_at FROM leases WHERE environment = @environment", new { environment });

    /// <summary>A holder on this machine is looked at; of any other, the time of its last sign counts, in either direction: clocks jump.</summary>
    private static bool IsAlive(string holder, DateTimeOffset renewedAt, DateTimeOffset now)
        => ProcessIdentity.Parse(holder) is { } process
            && !process.IsGone()
            && (process.BootId == ProcessIdentity.Own.BootId || (now - renewedAt).Duration() < s_validity);
}
