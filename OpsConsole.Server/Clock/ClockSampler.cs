using OpsConsole.Server.Audit;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Live;

namespace OpsConsole.Server.Clock;

/// <summary>Measures every node's clock each five seconds, and tells the feed.</summary>
internal sealed partial class ClockSampler(EnvironmentCatalogue catalogue, LiveFeed feed, TimeProvider time, ILogger<ClockSampler> logger)
    : BackgroundService, IAuditClock
{
    /// <summary>The key of the state that holds the nodes of all environments.</summary>
    public const string AllEnvironments = "";

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, List<IClockSource>> _sources = catalogue.All.ToDictionary(
        environment => environment.Name,
        ClockSources.Of,
        StringComparer.Ordinal);

    /// <summary>Read by whoever writes an entry, on another thread; below 0 while it is not known.</summary>
    private long _ownBoundMs = -1;

    /// <inheritdoc/>
    public long? BoundMs => Interlocked.Read(ref _ownBoundMs) is var bound and >= 0 ? bound : null;

    /// <summary>Measures now. Also what <c>clock check</c> does.</summary>
    public async Task<ClockState> SampleAsync(CancellationToken cancellationToken)
    {
        var all = new List<ClockNode>();
        ClockThresholds? strictest = null;
        foreach (var environment in catalogue.All)
        {
            var limits = new ClockThresholds(environment.Options.Clock.WarnSeconds, environment.Options.Clock.UntrustedSeconds);
            var nodes = await Task.WhenAll(_sources[environment.Name].Select(source => ReadAsync(source, limits, cancellationToken)));
            feed.Publish(new ClockState(environment.Name, limits, ClockJudgement.Spread(nodes), nodes));
            all.AddRange(nodes.Where(node => !all.Exists(known => known.Name == node.Name && known.Host == node.Host)));
            strictest = strictest is null || limits.UntrustedSeconds < strictest.UntrustedSeconds ? limits : strictest;
        }

        var own = all.Find(node => node.Source == "kernel");
        Interlocked.Exchange(ref _ownBoundMs, own is { Synchronised: true, ErrorBoundSeconds: { } bound } ? (long)Math.Ceiling(bound * 1000) : -1);
        var state = new ClockState(AllEnvironments, strictest ?? new ClockThresholds(0.05, 1), ClockJudgement.Spread(all), all);
        feed.Publish(state);
        return state;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        do
        {
            await SampleAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<ClockNode> ReadAsync(IClockSource source, ClockThresholds limits, CancellationToken cancellationToken)
    {
        try
        {
            var reading = await source.ReadAsync(cancellationToken);
            return new ClockNode(
                source.Node,
                source.Host,
                reading.OffsetSeconds,
                reading.BoundSeconds,
                source.Kind,
                reading.Synchronised,
                ClockJudgement.Of(reading.OffsetSeconds, reading.BoundSeconds, limits),
                time.GetUtcNow(),
                reading.Detail);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            ReadFailed(logger, source.Node, exception);
            return new ClockNode(source.Node, source.Host, null, null, source.Kind, null, ClockCondition.Unknown, null, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The clock of {Node} could not be read")]
    private static partial void ReadFailed(ILogger logger, string node, Exception exception);
}
