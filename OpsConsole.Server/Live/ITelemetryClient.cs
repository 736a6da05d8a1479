using Microsoft.AspNetCore.SignalR;

namespace OpsConsole.Server.Live;

/// <summary>What the hub <c>/hubs/telemetry</c> calls on those who subscribed; each with the JSON of the matching GET.</summary>
/// <remarks>Public: SignalR implements it in an assembly of its own.</remarks>
public interface ITelemetryClient
{
    /// <summary>Topic <c>environment:&lt;env&gt;</c>.</summary>
    [HubMethodName("environment")]
    Task Environment(EnvironmentState state);

    /// <summary>Topic <c>health:&lt;env&gt;</c>.</summary>
    [HubMethodName("health")]
    Task Health(HealthState state);

    /// <summary>Topic <c>traffic:&lt;env&gt;</c>: the newest point, with its environment.</summary>
    [HubMethodName("traffic")]
    Task Traffic(TrafficNow point);

    /// <summary>Topic <c>clock</c>.</summary>
    [HubMethodName("clock")]
    Task Clock(ClockState state);

    /// <summary>Topic <c>runs</c>.</summary>
    [HubMethodName("run")]
    Task Run(RunState run);

    /// <summary>Topic <c>entries</c>. A gap in <c>seq</c> means: GET the missing ones.</summary>
    [HubMethodName("entry")]
    Task Entry(AuditEntry entry);
}
