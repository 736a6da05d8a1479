using Microsoft.AspNetCore.SignalR;

namespace OpsConsole.Server.Live;

/// <summary>The live feed for programs: <c>/hubs/telemetry</c>.</summary>
internal sealed class TelemetryHub(ILiveFeed feed, TelemetryTopics topics) : Hub<ITelemetryClient>
{
    private const string Everything = "*";

    /// <summary>Sends what changes in <paramref name="wanted"/> from now on; the current values come at once.</summary>
    public async Task Subscribe(string[]? wanted)
    {
        var unknown = wanted?.FirstOrDefault(topic => topic is null || (topic != Everything && !topics.All.Contains(topic)));
        if (wanted is null or [] || unknown is not null)
        {
            throw new HubException($"There is no topic '{unknown}'. There is: {string.Join(", ", topics.All)}, {Everything}.");
        }

        foreach (var topic in wanted.Contains(Everything, StringComparer.Ordinal) ? topics.All : wanted.Distinct(StringComparer.Ordinal))
        {
            await Groups.AddToGroupAsync(Context.ConnectionId, topic, Context.ConnectionAborted);
            await SendCurrentAsync(topic);
        }
    }

    public override Task OnConnectedAsync()
    {
        topics.Connected();
        return base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        topics.Disconnected();
        return base.OnDisconnectedAsync(exception);
    }

    private Task SendCurrentAsync(string topic)
    {
        var (kind, key) = TelemetryTopics.Split(topic);
        return kind switch
        {
            TelemetryTopics.Environment when feed.Latest<EnvironmentState>(key) is { } state => Clients.Caller.Environment(state),
            TelemetryTopics.Health when feed.Latest<HealthState>(key) is { } state => Clients.Caller.Health(state),
            TelemetryTopics.Traffic when feed.Latest<TrafficNow>(key) is { } point => Clients.Caller.Traffic(point),
            TelemetryTopics.Clock when feed.Latest<ClockState>("") is { } state => Clients.Caller.Clock(state),
            TelemetryTopics.Runs => SendRunsAsync(),
            TelemetryTopics.Entries when topics.NewestEntry is { } entry => Clients.Caller.Entry(entry),
            _ => Task.CompletedTask,
        };
    }

    private async Task SendRunsAsync()
    {
        foreach (var run in topics.NewestRuns)
        {
            await Clients.Caller.Run(run);
        }
    }
}
