using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Live;
using OpsConsole.Server.Slots;
using OpsConsole.Server.Traffic;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Traffic;

public sealed class TrafficSamplerTests : IAsyncDisposable
{
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9");

    private readonly FakeTime _time = new();
    private readonly Source _source = new();
    private readonly LiveFeed _feed;
    private readonly EnvironmentList _environments;
    private readonly TrafficSampler _sampler;

    public TrafficSamplerTests()
    {
        _feed = new LiveFeed(_time);
        var catalogue = new EnvironmentCatalogue([new ManagedEnvironment("shop", false, new EnvironmentOptions(), null, new ExternalSlots(s_nowhere, s_nowhere), _source)]);
        _sampler = new TrafficSampler(catalogue, _feed, _time, NullLogger<TrafficSampler>.Instance);
        _environments = new EnvironmentList(catalogue, _sampler, _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _sampler.StopAsync(CancellationToken.None);
        _sampler.Dispose();
    }

    [Fact]
    public async Task Sample_SourceFails_NothingIsPublishedAndLaterItGoesOn()
    {
        await BeginAsync();
        await SecondAsync();
        var newest = _feed.Latest<TrafficNow>("shop");
        Assert.NotNull(newest);

        _source.Fault = new TrafficException("no");
        await SecondAsync();
        Assert.Same(newest, _feed.Latest<TrafficNow>("shop"));

        _source.Fault = null;
        await SecondAsync();
        Assert.Equal(newest.At.AddSeconds(2), _feed.Latest<TrafficNow>("shop")!.At);
    }

    [Fact]
    public async Task Sample_SourceBreaksInAnUnforeseenWay_GoesOnToo()
    {
        await BeginAsync();
        _source.Fault = new InvalidOperationException("a bug");
        await SecondAsync();
        _source.Fault = null;
        await SecondAsync();
        Assert.NotNull(_feed.Latest<TrafficNow>("shop"));
    }

    [Fact]
    public async Task Sample_SourcesClockIsAnHourBehind_TheLastMinutesAreThere()
    {
        _source.Now = _time.GetUtcNow().ToUnixTimeSeconds() - 3600;
        await BeginAsync();
        for (var second = 0; second < 5; second++)
        {
            await SecondAsync();
        }

        Assert.Equal(5, _environments.Traffic("shop", 1)!.Points.Count);
    }

    [Fact]
    public async Task Sample_SourcesClockJumpsAhead_TheHourBetweenIsAGap()
    {
        await BeginAsync();
        await SecondAsync();
        _source.Now += 3600;
        await SecondAsync();
        var points = _environments.Traffic("shop", 60)!.Points;
        Assert.InRange(points.Count, 0, 3);
        Assert.Equal(10, _feed.Latest<TrafficNow>("shop")!.Qps!.Value, 1);
    }

    [Fact]
    public async Task Sample_SourcesClockIsSetBack_ItsSecondsCountOnce()
    {
        await BeginAsync();
        for (var second = 0; second < 20; second++)
        {
            await SecondAsync();
        }

        _source.Now -= 15;
        for (var second = 0; second < 10; second++)
        {
            await SecondAsync();
        }

        Assert.All(_environments.Traffic("shop", 1)!.Points, point => Assert.Equal(10, point.Qps));
        Assert.Equal(10, _feed.Latest<TrafficNow>("shop")!.Qps);
    }

    [Fact]
    public async Task Sample_OurWallClockIsSetBack_NothingIsLost()
    {
        await BeginAsync();
        await SecondAsync();
        _time.SetUtcNow(_time.GetUtcNow().AddHours(-1));
        await SecondAsync();
        Assert.Equal(2, _environments.Traffic("shop", 1)!.Points.Count);
    }

    private async Task BeginAsync()
    {
        await _sampler.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.BecomesTrueAsync(() => _source.Asked == 1 && _sampler.NowOf("shop") is not null);
    }

    private async Task SecondAsync()
    {
        var asked = _source.Asked;
        _source.Now++;
        await _time.AdvanceWhenWaitingAsync(TimeSpan.FromSeconds(1));
        await Eventually.BecomesTrueAsync(() => _source.Asked > asked && _source.Done == _source.Asked);
        // The sampler has taken it in when it waits for its next tick.
        await Eventually.BecomesTrueAsync(() => _source.Fault is not null || _sampler.NowOf("shop") == _source.Now);
    }

    /// <summary>Ten answers in every second.</summary>
    private sealed class Source : ITrafficSource
    {
        public long Now { get; set; } = 1_773_489_600;

        public Exception? Fault { get; set; }

        public int Asked { get; private set; }

        public int Done { get; private set; }

        public string Name => "test";

        public Task<TrafficReading> ReadAsync(long since, CancellationToken cancellationToken)
        {
            Asked++;
            Done++;
            return Fault is { } fault
                ? Task.FromException<TrafficReading>(fault)
                : Task.FromResult(new TrafficReading(
                    [.. Enumerable.Range(0, 100).Select(back => Now - back).Where(second => second >= since).Select(second => new TrafficSecond(second, Slot.Blue, 10, 0, new LatencyHistogram()))],
                    null,
                    Now));
        }
    }
}
