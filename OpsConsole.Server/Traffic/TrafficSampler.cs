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

    /// <summary>What is kept of <paramref name="environment"/>; null when it has no source of traffic.</summary>
    public TrafficHistory? HistoryOf(string environment) => _histories.GetValueOrDefault(environment);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(catalogue.All
        .Where(environment => environment.Traffic is not null)
        .Select(environment => SampleAsync(environment, stoppingToken)));

    private async Task SampleAsync(ManagedEnvironment environment, CancellationToken stoppingToken)
    {
        var history = _histories[environment.Name];
        var source = environment.Traffic!;
        long? next = null;
        var failures = 0;
        using var timer = new PeriodicTimer(s_interval, time);
        do
        {
            try
            {
                using var patience = new CancellationTokenSource(s_interval, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, patience.Token);
                var reading = await source.ReadAsync(next ?? 0, either.Token);
                if (next is { } from && reading.Now >= from)
                {
                    // The source's own clock says which seconds are complete: a jump of ours changes nothing.
                    history.Add(
                        reading.Seconds.Where(second => second.Second >= from && second.Second < reading.Now),
                        [.. Enumerable.Range(0, (int)Math.Min(3600, reading.Now - from)).Select(index => reading.Now - 1 - index)]);
                }

                // The first reading tells no second that is whole, but which streams are open, and that the source answers.
                Publish(environment.Name, source.Name, history, reading);
                next = reading.Now;
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

    private void Publish(string environment, string source, TrafficHistory history, TrafficReading reading)
    {
        var now = history.Recent(reading.Now, NowSeconds);
        feed.Publish(new TrafficNow(environment, source, now.At, now.Qps, now.P50Ms, now.P95Ms, now.P99Ms, now.ErrorRatio, reading.OpenStreams));
    }

    [LoggerMessage(LogLevel.Warning, "The traffic source {Source} of {Environment} does not answer: {Reason}")]
    private static partial void ReadFailed(ILogger logger, string source, string environment, string reason);
}
