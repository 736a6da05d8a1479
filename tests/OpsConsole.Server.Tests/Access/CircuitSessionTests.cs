using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Server.Access;

namespace OpsConsole.Server.Tests.Access;

/// <summary>Whether an open page's session still holds: what the circuit asks every half minute.</summary>
public sealed class CircuitSessionTests
{
    [Fact]
    public async Task Person_HoldsUntilChangedDisabledSignedOutOrGone()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("lea", Role.Lead);
        await site.AddAsync("ann", Role.Sre);
        Assert.True(await HoldsAsync(site, await PrincipalAsync(site, "one")));
        await site.Services.GetRequiredService<SignOut>().EndAsync(await PrincipalAsync(site, "one"), CancellationToken.None);
        Assert.False(await HoldsAsync(site, await PrincipalAsync(site, "one")));
        Assert.True(await HoldsAsync(site, await PrincipalAsync(site, "two")));

        var before = await PrincipalAsync(site, "two");
        await site.People.ChangeAsync(TestSite.Local, "ann", Role.Viewer, false, CancellationToken.None);
        Assert.False(await HoldsAsync(site, before));
        var demoted = await PrincipalAsync(site, "three");
        Assert.True(await HoldsAsync(site, demoted));
        await site.People.ChangeAsync(TestSite.Local, "ann", Role.Viewer, true, CancellationToken.None);
        Assert.False(await HoldsAsync(site, demoted));
        Assert.False(await HoldsAsync(site, await PrincipalAsync(site, "four")));
        Assert.False(await HoldsAsync(site, new ClaimsPrincipal(new ClaimsIdentity())));
        Assert.False(await HoldsAsync(site, await PrincipalAsync(site, null)));
    }

    [Fact]
    public async Task Token_HoldsUntilRevokedExpiredOrMadeAnew()
    {
        await using var site = await TestSite.StartAsync();
        var secret = await site.TokenAsync(Role.Sre, "ci", days: 2);
        var session = Token(secret, "sre");
        Assert.True(await HoldsAsync(site, session));
        Assert.False(await HoldsAsync(site, Token(secret, "lead")));
        await site.People.RevokeTokenAsync(TestSite.Local, "ci", CancellationToken.None);
        Assert.False(await HoldsAsync(site, session));
        var again = await site.TokenAsync(Role.Sre, "ci", days: 2);
        Assert.False(await HoldsAsync(site, session));
        Assert.True(await HoldsAsync(site, Token(again, "sre")));
        site.Time.Advance(TimeSpan.FromDays(2));
        Assert.False(await HoldsAsync(site, Token(again, "sre")));
    }

    private static Task<bool> HoldsAsync(TestSite site, ClaimsPrincipal principal)
        => site.Services.GetRequiredService<SessionCheck>().HoldsAsync(principal, CancellationToken.None);

    private static ClaimsPrincipal Token(string secret, string role) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, "ci"), new(ClaimTypes.Role, role), new(BearerHandler.TokenClaim, TokenSecret.HashOf(secret))], Schemes.Bearer));

    private static async Task<ClaimsPrincipal> PrincipalAsync(TestSite site, string? session)
    {
        var user = await site.Store.Database.ReadAsync(connection => connection.QuerySingle<AppUser>($"{UserStore.Select} WHERE name = 'ann'"), CancellationToken.None);
        await using var scope = site.Services.CreateAsyncScope();
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<AppUser>>().CreateAsync(user);
        if (session is not null)
        {
            ((ClaimsIdentity)principal.Identity!).AddClaim(new(SignIn.SessionClaim, session));
        }

        return principal;
    }
}
