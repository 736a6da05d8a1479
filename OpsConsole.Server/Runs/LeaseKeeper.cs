using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>Takes the lease of an environment, renews it, and gives it back at the end.</summary>
internal sealed partial class LeaseKeeper(Leases leases, TimeProvider time, ILogger<LeaseKeeper> logger)
{
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(2);

    /// <summary>Sees to the lease of <paramref name="desk"/> when that is due. Whoever holds it is not kept waiting by a store that is locked.</summary>
    public async Task HoldAsync(RunDesk desk, CancellationToken stoppingToken)
    {
        if (desk.Renewal is null && (desk.RenewedAt is not { } renewed || time.GetElapsedTime(renewed) >= s_renewal))
        {
            desk.RenewedAt = time.GetTimestamp();
            desk.Renewal = leases.TryHoldAsync(desk.Environment.Name, stoppingToken);
        }

        if (desk.Renewal is not { } renewal || (desk.Lease is not null && !renewal.IsCompleted))
        {
            return;
        }

        desk.Renewal = null;
        Lease? held;
        try
        {
            held = await renewal;
        }
        catch (StoreException exception) when (desk.Lease is not null)
        {
            // Nobody else can write either: whoever held it before goes on, so that a way back stays open.
            NotRenewed(logger, desk.Environment.Name, exception.Message);
            return;
        }

        // To act is the usual case, and not worth a word at the start; to stand by is, and so is every change.
        if (desk.First ? held is null : (held is null) != (desk.Lease is null))
        {
            Standing(logger, desk.Environment.Name, held is null ? "another console acts on it; this one stands by" : "this console acts on it");
        }

        desk.First = false;
        desk.Lease = held;
    }

    /// <summary>Gives the lease back, so that the next console need not wait until it is missed.</summary>
    public async Task ReleaseAsync(RunDesk desk)
    {
        try
        {
            if (desk.Renewal is { } renewal)
            {
                desk.Lease = await renewal;
            }

            if (desk.Lease is { } lease)
            {
                await leases.ReleaseAsync(lease, CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is StoreException or OperationCanceledException)
        {
            // It lapses by itself: a process that has ended is known to be gone.
            NotReleased(logger, desk.Environment.Name, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Environment}: {Standing}")]
    private static partial void Standing(ILogger logger, string environment, string standing);

    [LoggerMessage(LogLevel.Warning, "{Environment}: the lease could not be renewed: {Reason}")]
    private static partial void NotRenewed(ILogger logger, string environment, string reason);

    [LoggerMessage(LogLevel.Information, "{Environment}: the lease could not be given back: {Reason}")]
    private static partial void NotReleased(ILogger logger, string environment, string reason);
}
