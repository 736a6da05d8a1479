using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

/// <summary>Whether a session still holds: the person is there, enabled and unchanged, or the token not revoked and not ended.</summary>
internal sealed class SessionCheck(Database database, TimeProvider time, IOptions<IdentityOptions> options)
{
    public async Task<bool> HoldsAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (principal.FindFirst(BearerHandler.TokenClaim)?.Value is { } token)
        {
            var now = Rfc3339.Write(time.GetUtcNow());
            return await CountAsync(
                "SELECT count(*) FROM tokens WHERE hash = @token AND role = @role AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now)",
                new { token, role = RoleOf(principal), now },
                cancellationToken);
        }

        return await CountAsync(
            """
            SELECT count(*) FROM people WHERE id = @id AND role = @role AND security_stamp = @stamp AND disabled = 0
                AND @session IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ended_sessions WHERE ended_sessions.id = @session)
            """,
            new
            {
                session = principal.FindFirst(SignIn.SessionClaim)?.Value,
                id = principal.FindFirst(ClaimTypes.NameIdentifier)?.Value,
                role = RoleOf(principal),
                stamp = principal.FindFirst(options.Value.ClaimsIdentity.SecurityStampClaimType)?.Value,
            },
            cancellationToken);
    }

    private static string? RoleOf(ClaimsPrincipal principal) => principal.FindFirst(ClaimTypes.Role)?.Value;

    private Task<bool> CountAsync(string sql, object values, CancellationToken cancellationToken)
        => database.ReadAsync(connection => connection.ExecuteScalar<long>(sql, values) == 1, cancellationToken);
}
