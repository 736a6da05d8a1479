using System.Net.Sockets;
using OpsConsole.Server.Health;
using OpsConsole.Server.Slots;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Health;

/// <summary>Against a real nginx: its own counts, and what answers by HTTP behind it.</summary>
public sealed class NginxProbeTests
{
    [Fact]
    public async Task Status_OfAnNginx_IsReadAndTold()
    {
        await using var nginx = await NginxParts.StartAsync();
        var answer = await AskAsync(Probe(nginx));
        Assert.Equal((null, null), (answer.Error, answer.Warning));
        Assert.Matches("^[0-9]+ active, [0-9]+ accepted$", answer.Detail);
    }

    [Theory]
    [InlineData("/nothing", "HTTP 404, where nginx's stub_status should be")]
    [InlineData("/readyz", "HTTP 200, and not the page of nginx's stub_status")]
    public async Task Page_ThatIsNoStatus_IsAnError(string path, string error)
    {
        await using var nginx = await NginxParts.StartAsync();
        Assert.Equal(error, (await AskAsync(Probe(nginx, path))).Error);
    }

    [Fact]
    public async Task Nginx_StoppedThenKilled_GivesNoAnswerThenRefuses()
    {
        await using var nginx = await NginxParts.StartAsync();
        nginx.Server.Freeze();
        Assert.Equal("no answer within 0.8 s", (await Probe(nginx).AskAsync(TimeSpan.FromSeconds(0.8), TestContext.Current.CancellationToken)).Error);
        nginx.Server.Thaw();
        await nginx.Server.KillAsync();
        Assert.Equal("Connection refused", (await AskAsync(Probe(nginx))).Error);
    }

    [Fact]
    public async Task Connections_ThatItDrops_AreToldOnce()
    {
        await using var nginx = await NginxParts.StartAsync(connections: 8);
        var probe = Probe(nginx);
        Assert.Null((await AskAsync(probe)).Warning);
        var answer = await Eventually.IsAsync(() => CrowdedAsync(nginx, probe), answer => answer.Warning is not null);
        Assert.Matches("^it dropped [0-9]+ connections since the last look: worker_connections is reached$", answer.Warning);
        Assert.True(answer.Good);
        await Eventually.IsAsync(() => AskAsync(probe), answer => answer is { Good: true, Warning: null });
    }

    [Theory]
    [InlineData("/readyz", "all shards", null)]
    [InlineData("/readyz", null, null)]
    [InlineData("/minio/health/live", null, null)]
    [InlineData("/readyz", "some shards", "HTTP 200 without 'some shards'")]
    [InlineData("/minio/health/live", "live", "HTTP 200 without 'live'")]
    [InlineData("/healthz", "not ready", "HTTP 503")]
    public async Task Store_ByHttp_IsAskedForWhatItSays(string path, string? expect, string? error)
    {
        await using var nginx = await NginxParts.StartAsync();
        var probe = new HttpProbe("store", null, TimeSpan.FromSeconds(1), () => nginx.Address(path), "X-Version", FreshConnections.Invoker, TimeProvider.System, expect);
        Assert.Equal(error, (await AskAsync(probe)).Error);
    }

    [Fact]
    public void Page_OfAStatus_IsReadToTheLetter()
    {
        const string Page = "Active connections: 291 \nserver accepts handled requests\n 16630948 16630940 31070465 \nReading: 6 Writing: 179 Waiting: 106 \n";
        Assert.Equal(new StubStatus(291, 16_630_948, 16_630_940), StubStatus.Parse(Page));
        Assert.Equal(8, StubStatus.Parse(Page)!.Dropped);
        Assert.Null(StubStatus.Parse("Active connections: many"));
        Assert.Null(StubStatus.Parse(Page.Replace("291", "99999999999999999999", StringComparison.Ordinal)));
        Assert.Null(StubStatus.Parse(""));
    }

    /// <summary>What it answers after more connections came than it has room for.</summary>
    private static async Task<ProbeAnswer> CrowdedAsync(NginxParts nginx, NginxProbe probe)
    {
        var sockets = Enumerable.Range(0, 20).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        foreach (var socket in sockets)
        {
            await socket.ConnectAsync("127.0.0.1", nginx.Server.Port, TestContext.Current.CancellationToken);
            // Half a request: a connection that it has read nothing from yet would be given up for a new one.
            await socket.SendAsync("GET /"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        await Eventually.BecomesTrueAsync(() => sockets.Exists(socket => socket.Poll(0, SelectMode.SelectRead)));
        sockets.ForEach(socket => socket.Dispose());
        return await Eventually.IsAsync(() => AskAsync(probe), answer => answer.Good);
    }

    private static Task<ProbeAnswer> AskAsync(IProbe probe) => probe.AskAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

    private static NginxProbe Probe(NginxParts nginx, string path = "/nginx_status") => new("nginx", null, TimeSpan.FromSeconds(1), nginx.Address(path), FreshConnections.Invoker, TimeProvider.System);
}
