using OpsConsole.Server.Gateways;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Environments;

/// <summary>Reads gateway and slots of every environment each second, and at once after a run has moved on; tells the feed.</summary>
internal sealed partial class EnvironmentSampler(EnvironmentCatalogue catalogue, LiveFeed feed, Database database, TimeProvider time, ILogger<EnvironmentSampler> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(catalogue.All.Select(environment => SampleAsync(environment, stoppingToken)));

    private async Task SampleAsync(ManagedEnvironment environment, CancellationToken stoppingToken)
    {
        var runs = new RunsSeen();
        using var nudge = new SemaphoreSlim(0, 1);
        var following = FollowRunsAsync(environment.Name, runs, nudge, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                feed.Publish(await ReadAsync(environment, runs, stoppingToken));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                ReadFailed(logger, environment.Name, exception);
            }

            var left = s_interval - time.GetElapsedTime(started);
            await nudge.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, stoppingToken);
        }

        await following;
    }

    private async Task<EnvironmentState> ReadAsync(ManagedEnvironment environment, RunsSeen runs, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_interval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var readings = await ReadGatewayAsync(environment.Gateway, either.Token);
        var established = await EstablishedAsync(environment.Name, readings, cancellationToken);
        var gateway = EnvironmentVerdict.Gateway(environment.Gateway?.Kind ?? "none", environment.Gateway?.FrontDoor, readings, established, time.GetUtcNow());
        var health = feed.Latest<HealthState>(environment.Name);
        var slots = await Task.WhenAll(Enum.GetValues<Slot>().Select(slot => SlotAsync(environment, slot, health, either.Token)));
        var undo = feed.Latest<UndoRecord>(environment.Name);
        var (active, last) = runs.Current;
        return new EnvironmentState(
            environment.Name,
            EnvironmentVerdict.Of(gateway, established?.Proven ?? true, slots, health, active is not null),
            gateway.Weights?.Live(),
            gateway,
            slots,
            active,
            last,
            null,
            EnvironmentVerdict.Undo(gateway, slots, undo?.At, undo?.Seconds));
    }

    private static async Task<IReadOnlyList<GatewayReading>> ReadGatewayAsync(IGateway? gateway, CancellationToken cancellationToken)
    {
        try
        {
            return gateway is null ? [] : await gateway.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is GatewayException or OperationCanceledException)
        {
            return [new GatewayReading("gateway", null, exception.Message)];
        }
    }

    private async Task<SlotState> SlotAsync(ManagedEnvironment environment, Slot slot, HealthState? health, CancellationToken cancellationToken)
    {
        var process = await environment.Slots.InspectAsync(slot, cancellationToken);
        return new SlotState(
            slot,
            feed.Latest<SlotSighting>(SlotSighting.KeyOf(environment.Name, slot))?.Version,
            EnvironmentVerdict.Slot(health?.Components.Where(component => component.Slot == slot) ?? [], process.Running),
            process.Image,
            environment.Slots.AddressOf(slot)?.ToString().TrimEnd('/'),
            process.Pid,
            process.StartedAt,
            null);
    }

    /// <summary>What was established; at the first sight of a gateway, what it does is taken as that.</summary>
    private async Task<Established?> EstablishedAsync(string environment, IReadOnlyList<GatewayReading> readings, CancellationToken cancellationToken)
    {
        var established = await database.ReadAsync(connection => EstablishedWeights.Find(connection, environment), cancellationToken);
        if (established is null && readings.Count > 0 && readings.All(reading => reading.Weights is not null && reading.Weights == readings[0].Weights))
        {
            established = new Established(readings[0].Weights!, true);
            await database.WriteAsync(
                (connection, transaction) => EstablishedWeights.Set(connection, transaction, environment, established.Weights, true, time.GetUtcNow()),
                cancellationToken);
        }

        return established;
    }

    private async Task FollowRunsAsync(string environment, RunsSeen runs, SemaphoreSlim nudge, CancellationToken stoppingToken)
    {
        await foreach (var run in feed.WatchAsync<RunState>(null, stoppingToken))
        {
            if (run.Environment == environment && runs.Take(run) && nudge.CurrentCount == 0)
            {
                nudge.Release();
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The state of {Environment} could not be read")]
    private static partial void ReadFailed(ILogger logger, string environment, Exception exception);

    /// <summary>Which run is at work, and which ended last.</summary>
    private sealed class RunsSeen
    {
        private readonly Lock _lock = new();
        private long? _active;
        private long? _last;

        public (long? Active, long? Last) Current
        {
            get
            {
                lock (_lock)
                {
                    return (_active, _last);
                }
            }
        }

        /// <summary>Whether it changes anything that the environment's state shows.</summary>
        public bool Take(RunState run)
        {
            lock (_lock)
            {
                if (run.Ended)
                {
                    _active = _active == run.Id ? null : _active;
                    _last = Math.Max(_last ?? 0, run.Id);
                }
                else
                {
                    _active = run.Id;
                }

                return true;
            }
        }
    }
}
