using System.Security.Claims;
using Dapper;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

/// <summary>Ends a session for good: a copy of its cookie is worth nothing from then on, and its open pages follow.</summary>
internal sealed partial class SignOut(Database database, AuditLog audit, TimeProvider time, ILogger<SignOut> logger)
{
    public async Task EndAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (principal.FindFirst(SignIn.SessionClaim)?.Value is not { } session)
        {
            return;
        }

        var now = time.GetUtcNow();
        try
        {
            var entry = await database.WriteAsync(
                (connection, transaction) =>
                {
                    // A cookie of that session ends by itself after eight hours at the latest.
                    connection.Execute("DELETE FROM ended_sessions WHERE ended_at < @old", new { old = Rfc3339.Write(now - TimeSpan.FromDays(1)) }, transaction);
                    return connection.Execute("INSERT OR IGNORE INTO ended_sessions (id, ended_at) VALUES (@session, @now)", new { session, now = Rfc3339.Write(now) }, transaction) == 0
                        ? null
                        : audit.Append(connection, transaction, new(principal.ToActor(), AuditActions.SignOut, AuditOutcome.Succeeded));
                },
                cancellationToken);
            if (entry is not null)
            {
                audit.Announce(entry);
            }
        }
        catch (StoreException exception)
        {
            // Who wants to leave is let go: the cookie is taken from the browser all the same.
            CannotEnter(logger, principal.Identity?.Name, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The sign-out of {Actor} could not be entered: {Reason}")]
    private static partial void CannotEnter(ILogger logger, string? actor, string reason);
}
