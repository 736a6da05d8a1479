using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>The right to act on one environment, with the number that tells it from every earlier holder's.</summary>
internal sealed record Lease(string Environment, long Fence);

/// <summary>Another process took the lease over: whoever meets this stops, and writes nothing.</summary>
internal sealed class LeaseLostException(string message) : Exception(message);

/// <summary>Who may act on an environment: one process at a time, though several may have the store open.</summary>
internal sealed class Leases(Database database, TimeProvider time, ProcessIdentity? self = null)
{
    /// <summary>A holder that gave no sign for so long, and that nobody can look at, counts as gone.</summary>
    private static readonly TimeSpan s_validity = TimeSpan.FromSeconds(15);

    private readonly string _own = (self ?? ProcessIdentity.Own).ToString();

    /// <summary>The last sign of holders that cannot be looked at, and when it was first seen here: by our own clock, that never jumps.</summary>
    private readonly ConcurrentDictionary<string, (Holding Sign, long SeenAt)> _signs = new(StringComparer.Ordinal);

    /// <summary>Takes or renews the lease; null while another living process holds it.</summary>
    public Task<Lease?> TryHoldAsync(string environment, CancellationToken cancellationToken) => database.WriteAsync<Lease?>(
        (connection, transaction) =>
        {
            var held = Find(connection, environment);
            if (held is not null && held.Holder != _own && IsAlive(environment, held))
            {
                return null;
            }

            var fence = held?.Holder == _own ? held.Fence : (held?.Fence ?? 0) + 1;
            connection.Execute(
                """
                INSERT INTO leases (environment, fence, holder, renewed_at) VALUES (@environment, @fence, @holder, @now)
                ON CONFLICT (environment) DO UPDATE SET fence = excluded.fence, holder = excluded.holder, renewed_at = excluded.renewed_at
                """,
                new { environment, fence, holder = _own, now = Rfc3339.Write(time.GetUtcNow()) },
                transaction);
            return new Lease(environment, fence);
        },
        cancellationToken);

    /// <summary>Whether a living process, other than this one, holds the lease.</summary>
    public Task<bool> IsHeldElsewhereAsync(string environment, CancellationToken cancellationToken) => database.ReadAsync(
        connection => Find(connection, environment) is { } held && held.Holder != _own && IsAlive(environment, held),
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

    private static Holding? Find(SqliteConnection connection, string environment) => connection.QueryFirstOrDefault<Holding>(
        "SELECT fence AS Fence, holder AS Holder, renewed_at AS RenewedAt FROM leases WHERE environment = @environment",
        new { environment });

    /// <summary>A holder that can be looked at is looked at; of any other its signs count: it renews the lease as long as it lives.</summary>
    private bool IsAlive(string environment, Holding held)
    {
        if (ProcessIdentity.Parse(held.Holder)?.IsAlive() is not { } known)
        {
            return held.Holder.Length > 0 && GivesSigns(environment, held);
        }

        return known;
    }

    private bool GivesSigns(string environment, Holding held)
    {
        var seen = _signs.AddOrUpdate(
            environment,
            _ => (held, time.GetTimestamp()),
            (_, known) => known.Sign == held ? known : (held, time.GetTimestamp()));
        return time.GetElapsedTime(seen.SeenAt) < s_validity;
    }

    /// <summary>A line of the table <c>leases</c>.</summary>
    private sealed record Holding(long Fence, string Holder, string RenewedAt);
}
