using OpsConsole.Server.Gateways;
using OpsConsole.Server.Live;
using OpsConsole.Server.Slots;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Environments;

/// <summary>Reads gateway and slots of every environment each second, and at once after a run has moved on; tells the feed.</summary>
internal sealed partial class EnvironmentSampler(EnvironmentCatalogue catalogue, LiveFeed feed, Database database, TimeProvider time, ILogger<EnvironmentSampler> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    /// <summary>Health that is older than three samples and a bit says nothing about now.</summary>
    private static readonly TimeSpan s_oldHealth = TimeSpan.FromSeconds(3.5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(catalogue.All.Select(environment => SampleAsync(environment, stoppingToken)));

    private async Task SampleAsync(ManagedEnvironment environment, CancellationToken stoppingToken)
    {
        var runs = new RunsSeen();
        using var nudge = new SemaphoreSlim(0, 1);
        await Task.WhenAll(LookAsync(environment, runs, nudge, stoppingToken), FollowRunsAsync(environment.Name, runs, nudge, stoppingToken), FollowFreezesAsync(environment.Name, nudge, stoppingToken));
    }

    private async Task LookAsync(ManagedEnvironment environment, RunsSeen runs, SemaphoreSlim nudge, CancellationToken stoppingToken)
    {
        Established? established = null;
        var failing = false;
        while (true)
        {
            var started = time.GetTimestamp();
            try
            {
                var readings = await ReadGatewayAsync(environment.Gateway, stoppingToken);
                established = await EstablishedAsync(environment.Name, readings, established, stoppingToken);
                feed.Publish(await StateAsync(environment, readings, established, runs, stoppingToken));
                failing = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (!failing)
                {
                    ReadFailed(logger, environment.Name, exception);
                }

                failing = true;
            }

            var left = s_interval - time.GetElapsedTime(started);
            await nudge.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, stoppingToken);
        }
    }

    private async Task<EnvironmentState> StateAsync(
        ManagedEnvironment environment, IReadOnlyList<GatewayReading> readings, Established? established, RunsSeen runs, CancellationToken cancellationToken)
    {
        var gateway = EnvironmentVerdict.Gateway(environment.Gateway?.Kind ?? "none", environment.Gateway?.FrontDoor, readings, established, time.GetUtcNow());
        var health = feed.AgeOf<HealthState>(environment.Name) < s_oldHealth ? feed.Latest<HealthState>(environment.Name) : null;
        var slots = await Task.WhenAll(Enum.GetValues<Slot>().Select(slot => SlotAsync(environment, slot, health, cancellationToken)));
        var undo = feed.Latest<UndoRecord>(environment.Name);
        var standing = feed.Latest<StandingNow>(environment.Name);
        var now = time.GetUtcNow();
        var (active, last) = runs.Current;
        return new EnvironmentState(
            environment.Name,
            EnvironmentVerdict.Of(gateway, established?.Proven ?? true, slots, health, active is not null),
            gateway.Weights?.Live(),
            gateway,
            slots,
            active,
            last,
            standing?.FreezeAt(now),
            new UndoVerdict(gateway, slots, standing?.Right, standing?.FreezeAt(now), now).With(undo?.At, undo?.Seconds));
    }

    private async Task<IReadOnlyList<GatewayReading>> ReadGatewayAsync(IGateway? gateway, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_interval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return gateway is null ? [] : await gateway.ReadAsync(either.Token);
        }
        catch (Exception exception) when (exception is GatewayException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [new GatewayReading("gateway", null, exception.Message)];
        }
    }

    private async Task<SlotState> SlotAsync(ManagedEnvironment environment, Slot slot, HealthState? health, CancellationToken cancellationToken)
    {
        var process = await InspectAsync(environment.Slots, slot, cancellationToken);
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

    private async Task<SlotProcess> InspectAsync(ISlotDriver slots, Slot slot, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_interval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await slots.InspectAsync(slot, either.Token);
        }
        catch (Exception exception) when (exception is SlotException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // What runs there is not known now; the rest of the environment is.
            return new SlotProcess(null, null, null, null);
        }
    }

    /// <summary>What was established; at the first sight of a gateway, what it does is taken as that. Without the store, what was last known.</summary>
    private async Task<Established?> EstablishedAsync(string environment, IReadOnlyList<GatewayReading> readings, Established? known, CancellationToken cancellationToken)
    {
        try
        {
            var established = await database.ReadAsync(connection => EstablishedWeights.Find(connection, environment), cancellationToken);
            return established is null && readings.Count > 0 && readings.All(reading => reading.Weights is not null && reading.Weights == readings[0].Weights)
                ? await database.WriteAsync(
                    (connection, transaction) => EstablishedWeights.SetFirst(connection, transaction, environment, readings[0].Weights!, time.GetUtcNow()),
                    cancellationToken)
                : established;
        }
        catch (StoreException)
        {
            // Whoever writes next says so; what the gateway does is to be seen all the same.
            return known;
        }
    }

    private async Task FollowRunsAsync(string environment, RunsSeen runs, SemaphoreSlim nudge, CancellationToken stoppingToken)
    {
        await foreach (var run in feed.WatchAsync<RunState>(null, stoppingToken))
        {
            if (run.Environment == environment && runs.Take(run))
            {
                Nudge(nudge);
            }
        }
    }

    private async Task FollowFreezesAsync(string environment, SemaphoreSlim nudge, CancellationToken stoppingToken)
    {
        FreezeState? known = null;
        await foreach (var standing in feed.WatchAsync<StandingNow>(environment, stoppingToken))
        {
            if (standing.Freeze != known)
            {
                known = standing.Freeze;
                Nudge(nudge);
            }
        }
    }

    private static void Nudge(SemaphoreSlim nudge)
    {
        lock (nudge)
        {
            if (nudge.CurrentCount == 0)
            {
                nudge.Release();
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The state of {Environment} could not be read")]
    private static partial void ReadFailed(ILogger logger, string environment, Exception exception);
}
