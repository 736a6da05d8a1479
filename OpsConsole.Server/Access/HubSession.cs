using Microsoft.AspNetCore.SignalR;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

/// <summary>
/// Looks again and again whether whoever holds a hub connection may still be there, and cuts it when not: a connection sends no
/// further requests, so nothing else would notice that its token was revoked or its person disabled.
/// </summary>
internal sealed partial class HubSession(SessionCheck sessions, TimeProvider time, ILogger<HubSession> logger) : IHubFilter
{
    /// <summary>As for open pages (<see cref="CircuitSession"/>).</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        // It ends with the connection; nobody waits for it.
        _ = WatchAsync(context.Context);
        return next(context);
    }

    private async Task WatchAsync(HubCallerContext connection)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(connection.ConnectionAborted))
            {
                if (!await HoldsAsync(connection))
                {
                    connection.Abort();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has gone by itself.
        }
    }

    private async Task<bool> HoldsAsync(HubCallerContext connection)
    {
        try
        {
            return connection.User is { } user && await sessions.HoldsAsync(user, connection.ConnectionAborted);
        }
        catch (StoreException exception)
        {
            // A locked store says nothing about whoever is connected, and panels are needed most when something is wrong.
            CannotCheck(logger, connection.User?.Identity?.Name, exception.Message);
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether the hub connection of {Actor} may go on is not known: {Reason}")]
    private static partial void CannotCheck(ILogger logger, string? actor, string reason);
}
