using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

/// <summary>Signs in who shows a bearer token. What is wrong with it stands in the failure, for the answer.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    Tokens tokens,
    RefusalLog refusals)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The type of the claim that holds the hash of a token's secret, by which a session of that very token is known.</summary>
    public const string TokenClaim = "token";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Schemes.TokenOf(Request) is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }

        var (token, fault) = await tokens.FindAsync(secret, Context.RequestAborted);
        if (token is null || fault is not null)
        {
            await refusals.BadTokenAsync(Context, fault!);
            Context.Features.Set(new BadToken(fault!));
            return AuthenticateResult.Fail(fault!);
        }

        tokens.Touch(token.Name);
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.Name, token.Name),
                new(ClaimTypes.Role, Words.Of(token.Role)),
                new(TokenClaim, TokenSecret.HashOf(secret)),
                .. token.Owner is { } owner ? [new Claim(ClaimsPrincipalExtensions.OwnerClaim, owner)] : Array.Empty<Claim>(),
            ],
            Schemes.Bearer);
        return AuthenticateResult.Success(new(
            new ClaimsPrincipal(identity),
            new AuthenticationProperties { ExpiresUtc = token.ExpiresAt },
            Scheme.Name));
    }
}

/// <summary>Left with a request whose bearer token does not count, for the answer: why.</summary>
internal sealed record BadToken(string Fault);
