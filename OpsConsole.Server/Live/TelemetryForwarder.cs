using Microsoft.AspNetCore.SignalR;

namespace OpsConsole.Server.Live;

/// <summary>
/// Forwards the feed to those who subscribed at the hub. Each connection reads the feed by itself: one that does not take what it is
/// sent skips, and keeps nobody else waiting.
/// </summary>
internal sealed partial class TelemetryForwarder(ILiveFeed feed, NewestSeen newest, IHubContext<TelemetryHub, ITelemetryClient> hub, ILogger<TelemetryForwarder> logger)
{
    /// <summary>Sends what is and becomes known of <paramref name="topic"/>, until <paramref name="closed"/>.</summary>
    public async Task ForwardAsync(string connection, string topic, CancellationToken closed)
    {
        var client = hub.Clients.Client(connection);
        // What lies behind the newest is history: GET has it.
        var (runs, entry) = (newest.Runs, newest.Entry);
        var (kind, key) = TelemetryTopics.Split(topic);
        try
        {
            await (kind switch
            {
                TelemetryTopics.Environment => SendAsync<EnvironmentState>(key, client.Environment, closed),
                TelemetryTopics.Health => SendAsync<HealthState>(key, client.Health, closed),
                TelemetryTopics.Traffic => SendAsync<TrafficNow>(key, client.Traffic, closed),
                TelemetryTopics.Clock => SendAsync<ClockState>(key, client.Clock, closed),
                TelemetryTopics.Runs => SendAsync<RunState>(null, run => run.Id < runs.GetValueOrDefault(run.Environment) ? Task.CompletedTask : client.Run(run), closed),
                TelemetryTopics.Entries => SendAsync<AuditEntry>(null, next => next.Seq < entry ? Task.CompletedTask : client.Entry(next), closed),
                _ => Task.CompletedTask,
            });
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // The connection has gone.
        }
        catch (Exception exception)
        {
            Broke(logger, topic, exception);
        }
    }

    private async Task SendAsync<T>(string? key, Func<T, Task> send, CancellationToken closed) where T : class, ILiveState
    {
        await foreach (var state in feed.WatchAsync<T>(key, closed))
        {
            await send(state);
        }
    }

    [LoggerMessage(LogLevel.Error, "Forwarding {Topic} to a program broke")]
    private static partial void Broke(ILogger logger, string topic, Exception exception);
}
