using System.Security.Claims;

namespace OpsConsole.Shared;

/// <summary>From who is signed in to who acts.</summary>
public static class ClaimsPrincipalExtensions
{
    /// <summary>The type of the claim that says from where: <c>browser 127.0.0.1</c>, <c>api 127.0.0.1</c>.</summary>
    public const string OriginClaim = "origin";

    /// <summary>The type of the claim that says whose token it is.</summary>
    public const string OwnerClaim = "owner";

    /// <summary>
    /// The signed-in person or token. Without a sign-in an actor called <c>anonymous</c> without a role, who may do nothing.
    /// </summary>
    public static Actor ToActor(this ClaimsPrincipal principal)
        => principal.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name }
            ? new(name, RoleOf(principal), principal.FindFirst(OriginClaim)?.Value ?? "unknown") { Owner = principal.FindFirst(OwnerClaim)?.Value }
            : new("anonymous", null, principal.FindFirst(OriginClaim)?.Value ?? "unknown");

    // The role is the word that also stands in the API and in the audit log. A word nobody knows gives no right.
    private static Role? RoleOf(ClaimsPrincipal principal) => principal.FindFirst(ClaimTypes.Role)?.Value switch
    {
        "viewer" => Role.Viewer,
        "sre" => Role.Sre,
        "lead" => Role.Lead,
        "kiosk" => Role.Kiosk,
        _ => null,
    };
}
