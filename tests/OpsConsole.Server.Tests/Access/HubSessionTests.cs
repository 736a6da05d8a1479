using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Server.Access;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Access;

/// <summary>Hub connections whose token or person has gone are cut, and only those.</summary>
public sealed class HubSessionTests
{
    [Fact]
    public async Task Connection_TokenIsRevoked_IsCut()
    {
        await using var site = await TestSite.StartAsync();
        using var kept = await ConnectAsync(site, "kept");
        using var revoked = await ConnectAsync(site, "revoked");

        await site.People.RevokeTokenAsync(TestSite.Local, "revoked", TestContext.Current.CancellationToken);
        site.Time.Advance(TimeSpan.FromSeconds(10));

        await Eventually.BecomesTrueAsync(() => revoked.Cut);
        Assert.False(kept.Cut);
    }

    [Fact]
    public async Task Connection_StoreCannotBeRead_GoesOn()
    {
        await using var site = await TestSite.StartAsync();
        using var connection = await ConnectAsync(site, "viewer");
        await site.Store.Database.DisposeAsync();
        site.Time.Advance(TimeSpan.FromSeconds(10));
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(connection.Cut);
    }

    private static async Task<Connection> ConnectAsync(TestSite site, string name)
    {
        var secret = await site.TokenAsync(Role.Viewer, name);
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.Name, name), new(ClaimTypes.Role, Words.Of(Role.Viewer)), new(BearerHandler.TokenClaim, TokenSecret.HashOf(secret))], "test");
        var connection = new Connection(new ClaimsPrincipal(identity));
        using var hub = new NoHub();
        await site.Services.GetRequiredService<HubSession>().OnConnectedAsync(new HubLifetimeContext(connection, site.Services, hub), _ => Task.CompletedTask);
        return connection;
    }

    private sealed class NoHub : Hub;

    private sealed class Connection(ClaimsPrincipal user) : HubCallerContext, IDisposable
    {
        private readonly CancellationTokenSource _aborted = new();

        public bool Cut => _aborted.IsCancellationRequested;

        public override string ConnectionId => "one";

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal? User => user;

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override CancellationToken ConnectionAborted => _aborted.Token;

        public override void Abort() => _aborted.Cancel();

        public void Dispose()
        {
            _aborted.Cancel();
            _aborted.Dispose();
        }
    }
}
