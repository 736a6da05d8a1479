using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Server.Live;
using OpsConsole.Server.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Live;

/// <summary>The hub on a real port, without rights: what is forwarded, to whom, and that nobody waits for anybody.</summary>
public sealed class TelemetryHubTests : IAsyncLifetime
{
    private WebApplication _app = null!;
    private LiveFeed _feed = null!;

    private Uri Address => new(_app.Urls.First());

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddLogging().AddRoutingCore().AddSingleton(TimeProvider.System).AddSingleton<IEnvironments, OneShop>().AddLive();
        _app = builder.Build();
        _app.UseRouting();
        _app.UseWebSockets();
        _app.MapLive();
        await _app.StartAsync();
        _feed = _app.Services.GetRequiredService<LiveFeed>();
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Subscribe_SomethingIsKnown_ComesAtOnceAndThenEachNewerOne()
    {
        _feed.Publish(Health("before"));
        await using var client = await HubClient.ConnectAsync(Address, "none");
        Assert.Null(await client.SubscribeAsync("health:shop"));
        await client.NextAsync("health", health => Named(health) == "before");
        _feed.Publish(Health("after"));
        await client.NextAsync("health", health => Named(health) == "after");
    }

    [Fact]
    public async Task Subscribe_Runs_BeginsWithTheNewestOfEachEnvironment()
    {
        foreach (var id in new[] { 1, 2, 3 })
        {
            _feed.Publish(Sample.Run(id, RunPhase.Succeeded));
        }

        await Eventually.BecomesTrueAsync(() => _app.Services.GetRequiredService<NewestSeen>().Runs.GetValueOrDefault("shop") == 3);
        await using var client = await HubClient.ConnectAsync(Address, "none");
        Assert.Null(await client.SubscribeAsync("runs"));
        Assert.Equal(3, (await client.NextAsync("run"))["id"]!.GetValue<long>());
        _feed.Publish(Sample.Run(4, RunPhase.Running));
        Assert.Equal(4, (await client.NextAsync("run"))["id"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("moon")]
    [InlineData("health:elsewhere")]
    [InlineData("")]
    public async Task Subscribe_NoSuchTopic_IsToldWhichThereAre(string topic)
    {
        await using var client = await HubClient.ConnectAsync(Address, "none");
        var error = await client.SubscribeAsync(topic);
        Assert.Contains($"There is no topic '{topic}'", error, StringComparison.Ordinal);
        Assert.Contains("health:shop", error, StringComparison.Ordinal);
        Assert.Null(await client.SubscribeAsync("*"));
    }

    [Fact]
    public async Task Publish_OneProgramDoesNotRead_TheOthersGetTheNewest()
    {
        using var deaf = await DeafAsync();
        await using var client = await HubClient.ConnectAsync(Address, "none");
        Assert.Null(await client.SubscribeAsync("health:shop"));
        // More than the buffers of any connection hold.
        for (var number = 0; number < 30; number++)
        {
            _feed.Publish(Health($"{number}", components: 5000));
            await client.NextAsync("health", health => Named(health) == $"{number}", TimeSpan.FromSeconds(60));
        }
    }

    /// <summary>Subscribes to everything and never reads a byte again.</summary>
    private async Task<ClientWebSocket> DeafAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var answer = await http.PostAsync(new Uri("/hubs/telemetry/negotiate?negotiateVersion=1", UriKind.Relative), content: null);
        var id = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["connectionToken"]!.GetValue<string>();
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{Address.Authority}/hubs/telemetry?id={Uri.EscapeDataString(id)}"), default);
        foreach (var message in new[] { """{"protocol":"json","version":1}""", """{"type":1,"target":"Subscribe","arguments":[["*"]]}""" })
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, true, default);
        }

        await Eventually.BecomesTrueAsync(() => _feed.Watchers >= 6);
        return socket;
    }

    private static HealthState Health(string name, int components = 1)
        => new("shop", [.. Enumerable.Repeat(new ComponentHealth(name, "http", Slot.Blue, ComponentCondition.Up, 1, null, null, null), components)]);

    private static string Named(JsonNode health) => health["components"]![0]!["name"]!.GetValue<string>();

    private sealed class OneShop : IEnvironments
    {
        public IReadOnlyList<string> Names => ["shop"];

        public bool IsSandbox(string environment) => false;

        public int BakeSeconds(string environment, Operation operation) => 0;

        public TrafficState? Traffic(string environment, int minutes) => null;
    }
}
