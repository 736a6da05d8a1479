using Microsoft.AspNetCore.SignalR;

namespace OpsConsole.Server.Live;

/// <summary>Forwards the feed to those who subscribed at the hub; nothing else.</summary>
internal sealed class TelemetryBroadcaster(ILiveFeed feed, TelemetryTopics topics, IHubContext<TelemetryHub, ITelemetryClient> hub) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        ForwardAsync<EnvironmentState>(state => To(TelemetryTopics.Environment, state.Name).Environment(state), stoppingToken),
        ForwardAsync<HealthState>(state => To(TelemetryTopics.Health, state.Environment).Health(state), stoppingToken),
        ForwardAsync<TrafficNow>(point => To(TelemetryTopics.Traffic, point.Environment).Traffic(point), stoppingToken),
        ForwardAsync<ClockState>(state => state.Environment.Length == 0 ? hub.Clients.Group(TelemetryTopics.Clock).Clock(state) : Task.CompletedTask, stoppingToken),
        ForwardAsync<RunState>(
            run =>
            {
                topics.Remember(run);
                return hub.Clients.Group(TelemetryTopics.Runs).Run(run);
            },
            stoppingToken),
        ForwardAsync<AuditEntry>(
            entry =>
            {
                topics.Remember(entry);
                return hub.Clients.Group(TelemetryTopics.Entries).Entry(entry);
            },
            stoppingToken));

    private ITelemetryClient To(string kind, string environment) => hub.Clients.Group($"{kind}:{environment}");

    private async Task ForwardAsync<T>(Func<T, Task> send, CancellationToken stoppingToken) where T : class, ILiveState
    {
        await foreach (var state in feed.WatchAsync<T>(null, stoppingToken))
        {
            await send(state);
        }
    }
}
