using System.Collections.Concurrent;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Live;

namespace OpsConsole.Server.Traffic;

/// <summary>Reads every environment's traffic each second. A source that does not answer is not spoken for: its panels turn stale.</summary>
internal sealed partial class TrafficSampler(EnvironmentCatalogue catalogue, LiveFeed feed, TimeProvider time, ILogger<TrafficSampler> logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    /// <summary>The value on a page is that of so many seconds: one second of gentle traffic is mostly noise.</summary>
    private const int NowSeconds = 5;

    /// <summary>So many failures in a row turn the panel stale and are logged, once; a source that is still starting is none of it.</summary>
    private const int WorthALine = 3;

    private readonly Dictionary<string, TrafficHistory> _histories = catalogue.All
        .Where(environment => environment.Traffic is not null)
        .ToDictionary(environment => environment.Name, environment => new TrafficHistory(environment.Name, environment.Traffic!.Name), StringComparer.Ordinal);

    /// <summary>What the clock of each source said last, and when that was by our own that never jumps.</summary>
    private readonly ConcurrentDictionary<string, (long Now, long At)> _clocks = new(StringComparer.Ordinal);

    /// <summary>What is kept of <paramref name="environment"/>; null when it has no source of traffic.</summary>
    public TrafficHistory? HistoryOf(string environment) => _histories.GetValueOrDefault(environment);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(catalogue.All
        .Where(environment => environment.Traffic is not null)
        .Select(environment => SampleAsync(environment, stoppingToken)));

    /// <summary>The second that runs now by the clock of the environment's source, which may be another than ours; null before it spoke.</summary>
    public long? NowOf(string environment)
        => _clocks.TryGetValue(environment, out var heard) ? heard.Now + (long)time.GetElapsedTime(heard.At).TotalSeconds : null;

    private async Task SampleAsync(ManagedEnvironment environment, CancellationToken stoppingToken)
    {
        var source = environment.Traffic!;
        var failures = 0;
        using var timer = new PeriodicTimer(s_interval, time);
        do
        {
            try
            {
                using var patience = new CancellationTokenSource(s_interval, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, patience.Token);
                (long Now, long At)? last = _clocks.TryGetValue(environment.Name, out var heard) ? heard : null;
                Take(environment.Name, await source.ReadAsync(last?.Now ?? 0, either.Token), last);
                failures = 0;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                failures++;
                if (failures == WorthALine)
                {
                    ReadFailed(logger, source.Name, environment.Name, exception.Message);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Take(string environment, TrafficReading reading, (long Now, long At)? last)
    {
        var at = time.GetTimestamp();
        var history = _histories[environment];
        if (last is { } known && reading.Now >= known.Now)
        {
            // The source's own clock says which seconds are complete: a jump of ours changes nothing, and where its own jumps ahead
            // the seconds between were none.
            var passed = (long)Math.Ceiling(time.GetElapsedTime(known.At, at).TotalSeconds) + 1;
            var told = Math.Min(reading.Now - known.Now, Math.Min(passed, ITrafficSource.RememberedSeconds));
            history.Add(
                reading.Seconds.Where(second => second.Second >= reading.Now - told && second.Second < reading.Now),
                Enumerable.Range(1, (int)told).Select(back => reading.Now - back));
        }
        else
        {
            history.Forget(reading.Now);
        }

        // The first reading tells no second that is whole, but which streams are open, and that the source answers.
        Publish(environment, history, reading);
        _clocks[environment] = (reading.Now, at);
    }

    private void Publish(string environment, TrafficHistory history, TrafficReading reading)
    {
        var now = history.Recent(reading.Now, NowSeconds);
        feed.Publish(new TrafficNow(environment, history.Source, now.At, now.Qps, now.P50Ms, now.P95Ms, now.P99Ms, now.ErrorRatio, reading.OpenStreams));
    }

    [LoggerMessage(LogLevel.Warning, "The traffic source {Source} of {Environment} does not answer: {Reason}")]
    private static partial void ReadFailed(ILogger logger, string source, string environment, string reason);
}
