using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Server.Access;

namespace OpsConsole.Server.Tests.Access;

public sealed class CliActorTests
{
    [Fact]
    public async Task WithoutAToken_ItIsTheLocalUserAsALead()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(new Actor("local:root", Role.Lead, "cli"), (await ResolveAsync(site, null)).Value);
        Assert.Equal(new Actor("local:root", Role.Lead, "cli"), (await ResolveAsync(site, " ")).Value);
    }

    [Fact]
    public async Task WithAToken_ItIsThat()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(new Actor("ci", Role.Sre, "cli"), (await ResolveAsync(site, await site.TokenAsync(Role.Sre, "ci") + "\n")).Value);
    }

    [Fact]
    public async Task WithATokenThatDoesNotCount_ItIsNobody()
    {
        await using var site = await TestSite.StartAsync();
        var token = await site.TokenAsync(Role.Sre, "ci", days: 1);
        site.Time.Advance(TimeSpan.FromDays(1));
        var refusal = (await ResolveAsync(site, token)).Refusal!;
        Assert.Equal(RefusalKind.NotSignedIn, refusal.Kind);
        Assert.Contains("expired", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains(CliActor.TokenVariable, refusal.Detail, StringComparison.Ordinal);
        Assert.False((await ResolveAsync(site, "opc_x")).Ok);
    }

    private static Task<Result<Actor>> ResolveAsync(TestSite site, string? token)
        => CliActor.ResolveAsync(site.Services.GetRequiredService<Tokens>(), token, "root", CancellationToken.None);
}
