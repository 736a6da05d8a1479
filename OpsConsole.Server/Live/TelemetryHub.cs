using Microsoft.AspNetCore.SignalR;

namespace OpsConsole.Server.Live;

/// <summary>The live feed for programs: <c>/hubs/telemetry</c>.</summary>
internal sealed class TelemetryHub(TelemetryTopics topics, TelemetryForwarder forwarder) : Hub<ITelemetryClient>
{
    private const string Everything = "*";

    /// <summary>Sends what changes in <paramref name="wanted"/> from now on; the current values come at once.</summary>
    public void Subscribe(string[]? wanted)
    {
        if (wanted is null or [] || Array.Exists(wanted, topic => topic != Everything && !topics.All.Contains(topic ?? "")))
        {
            var unknown = wanted?.FirstOrDefault(topic => topic != Everything && !topics.All.Contains(topic ?? ""));
            throw new HubException($"There is no topic '{unknown}'. There is: {string.Join(", ", topics.All)}, {Everything}.");
        }

        foreach (var topic in (wanted.Contains(Everything, StringComparer.Ordinal) ? topics.All : wanted.Distinct(StringComparer.Ordinal)).Where(topic => Context.Items.TryAdd(topic, null)))
        {
            // It ends with the connection; nobody waits for it.
            _ = forwarder.ForwardAsync(Context.ConnectionId, topic, Context.ConnectionAborted);
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
}
