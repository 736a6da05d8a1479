using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

/// <summary>
/// Looks again and again whether the session behind an open page still holds, and signs it out when not. A circuit lives on its
/// WebSocket and sends no further requests, so nothing else would notice.
/// </summary>
internal sealed partial class CircuitSession(SessionCheck sessions, ILoggerFactory loggers) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    private readonly ILogger<CircuitSession> _logger = loggers.CreateLogger<CircuitSession>();

    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(10);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.HoldsAsync(authenticationState.User, cancellationToken);
        }
        catch (StoreException exception)
        {
            // A locked store says nothing about the person: throwing them out would hide the panels when they are needed most.
            // Every action still needs its entry in the same store.
            CannotCheck(_logger, authenticationState.User.Identity?.Name, exception.Message);
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether the session of {Actor} still holds is not known: {Reason}")]
    private static partial void CannotCheck(ILogger logger, string? actor, string reason);
}
