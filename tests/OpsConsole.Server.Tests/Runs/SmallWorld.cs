using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Slots;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>How a slot of the small world is.</summary>
internal enum SlotMood
{
    Well,
    Unwell,
    Silent,
}

/// <summary>Two slots and a gateway with real ports, in this process, so that a test sees and decides everything about them.</summary>
internal sealed class SmallWorld : IGateway, ISlotDriver, ITrafficSource, IAsyncDisposable
{
    private readonly ConcurrentDictionary<Slot, SlotMood> _moods = new() { [Slot.Blue] = SlotMood.Well, [Slot.Green] = SlotMood.Well };
    private SmallServer _blue = null!;
    private SmallServer _green = null!;
    private SmallServer _door = null!;
    private int _changes;
    private int _answers;
    private readonly ConcurrentDictionary<Slot, string> _versions = new() { [Slot.Blue] = "1.0.0", [Slot.Green] = "1.1.0" };

    private SmallWorld()
    {
    }

    /// <summary>What the gateway says that it does.</summary>
    public Weights Weights { get; set; } = Weights.AllTo(Slot.Blue);

    /// <summary>Which slot really answers at the front door; null for the one that the weights say.</summary>
    public Slot? Really { get; set; }

    /// <summary>What the gateway answers when it is asked or told; null while it is well.</summary>
    public GatewayException? GatewayFault { get; set; }

    /// <summary>What happens before a change takes effect.</summary>
    public Func<Weights, Task>? Changing { get; set; }

    /// <summary>Which changes the gateway accepts, and does not do.</summary>
    public Func<Weights, bool>? Ignores { get; set; }

    /// <summary>What happens before a version is put into a slot.</summary>
    public Func<Slot, string, Task>? Upgrading { get; set; }

    /// <summary>Paths that a slot answers with an error.</summary>
    public Func<string, bool>? Bad { get; set; }

    /// <summary>Whether answers do not say which slot they are from.</summary>
    public bool Nameless { get; set; }

    /// <summary>Which version a slot says it is; null for the one that was put there.</summary>
    public Func<Slot, string, string>? Says { get; set; }

    /// <summary>What was put into <paramref name="slot"/>.</summary>
    public string Version(Slot slot) => _versions[slot];

    /// <summary>How often the gateway was told to change.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>What the source of traffic tells; null when it does not answer.</summary>
    public Func<long, TrafficReading>? Traffic { get; set; } = _ => Told(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>What a source tells: what happened in the second before <paramref name="now"/>.</summary>
    public static TrafficReading Told(long now, int streams = 0, params (Slot Slot, int Count, int Errors)[] answers)
        => new([.. answers.Select(answer => new TrafficSecond(now - 1, answer.Slot, answer.Count, answer.Errors, new LatencyHistogram()))], new OpenStreams(streams, streams), now);

    public string Kind => "small";

    public string Name => "small";

    public Uri FrontDoor => _door.Address;

    public bool CanRestart => true;

    public static async Task<SmallWorld> StartAsync()
    {
        var world = new SmallWorld();
        world._blue = await SmallServer.StartAsync(http => world.AnswerAsync(http, Slot.Blue));
        world._green = await SmallServer.StartAsync(http => world.AnswerAsync(http, Slot.Green));
        world._door = await SmallServer.StartAsync(http => world.AnswerAsync(http, world.Really ?? world.Next()));
        return world;
    }

    public ManagedEnvironment Environment(int bakeSeconds = 0, bool traffic = true)
        => new("shop", false, new EnvironmentOptions { BakeSeconds = bakeSeconds, FrontDoor = FrontDoor.ToString() }, this, this, traffic ? this : null);

    public void Mood(Slot slot, SlotMood mood) => _moods[slot] = mood;

    public Uri? AddressOf(Slot slot) => slot == Slot.Blue ? _blue.Address : _green.Address;

    public Task<SlotProcess> InspectAsync(Slot slot, CancellationToken cancellationToken) => Task.FromResult(new SlotProcess(1, null, null, true, Version(slot)));

    public Task RestartAsync(Slot slot, CancellationToken cancellationToken)
    {
        Mood(slot, SlotMood.Well);
        return Task.CompletedTask;
    }

    public bool CanUpgrade => true;

    public async Task UpgradeAsync(Slot slot, string version, CancellationToken cancellationToken)
    {
        await (Upgrading?.Invoke(slot, version) ?? Task.CompletedTask);
        _versions[slot] = version;
        Mood(slot, SlotMood.Well);
    }

    public Task<SlotUsage> MeasureAsync(Slot slot, CancellationToken cancellationToken) => Task.FromResult(SlotUsage.Unknown);

    Task<IReadOnlyList<GatewayReading>> IGateway.ReadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<GatewayReading>>(
        [GatewayFault is { } fault ? new GatewayReading("small", null, fault.Message) : new GatewayReading("small", Weights, null)]);

    public async Task SetWeightsAsync(Weights weights, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _changes);
        if (GatewayFault is { } fault)
        {
            throw fault;
        }

        await (Changing?.Invoke(weights) ?? Task.CompletedTask);
        Weights = Ignores?.Invoke(weights) == true ? Weights : weights;
    }

    public string Diff(Weights from, Weights to) => string.Create(CultureInfo.InvariantCulture, $"- green {from.Green}\n+ green {to.Green}\n");

    public Task<string> ExportAsync(CancellationToken cancellationToken) => Task.FromResult(JsonSerializer.Serialize(Weights, WeightsJson.Options));

    public Task ImportAsync(string configuration, CancellationToken cancellationToken)
        => SetWeightsAsync(JsonSerializer.Deserialize<Weights>(configuration, WeightsJson.Options)!, cancellationToken);

    public Task ReloadAsync(CancellationToken cancellationToken) => SetWeightsAsync(Weights, cancellationToken);

    Task<TrafficReading> ITrafficSource.ReadAsync(long since, CancellationToken cancellationToken) => Traffic is { } tell
        ? Task.FromResult(tell(since))
        : Task.FromException<TrafficReading>(new TrafficException("no answer"));

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        await _blue.DisposeAsync();
        await _green.DisposeAsync();
    }

    /// <summary>Every hundred answers hold each slot's share.</summary>
    private Slot Next() => Weights.Live() ?? (Interlocked.Increment(ref _answers) * 37 % 100 < Weights.Blue ? Slot.Blue : Slot.Green);

    private async Task AnswerAsync(HttpContext http, Slot slot)
    {
        if (!Nameless)
        {
            http.Response.Headers["X-Served-By"] = slot.Word();
        }

        http.Response.Headers["X-Version"] = Says?.Invoke(slot, Version(slot)) ?? Version(slot);
        if (_moods[slot] is SlotMood.Silent)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            return;
        }

        http.Response.StatusCode = _moods[slot] is SlotMood.Well && Bad?.Invoke(http.Request.Path) != true ? 200 : 500;
        await http.Response.WriteAsync("{}");
    }
}
