using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace OpsConsole.Server.Access;

/// <summary>Adds to whoever is signed in the claim that says from where, as it is at this request and not as it was at the sign-in.</summary>
internal sealed class ActorClaims(IHttpContextAccessor accessor) : IClaimsTransformation
{
    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (accessor.HttpContext is { } context && !principal.HasClaim(claim => claim.Type == ClaimsPrincipalExtensions.OriginClaim))
        {
            var kind = principal.Identity?.AuthenticationType == Schemes.Bearer ? "api" : "browser";
            principal.AddIdentity(new ClaimsIdentity([new(ClaimsPrincipalExtensions.OriginClaim, $"{kind} {Source.AddressOf(context)}")]));
        }

        return Task.FromResult(principal);
    }
}
