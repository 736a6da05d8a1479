using OpsConsole.Server.Environments;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;
using static OpsConsole.Server.Hosting.Exposition;

namespace OpsConsole.Server.Hosting;

/// <summary>
/// All names, types and help texts of /metrics; those of runs that have ended stand in <see cref="RunMetrics"/>. Prometheus' base units: seconds, ratios 0 to 1, bytes. States are one line per
/// word, 1 for the one that holds. Whatever is not known, or was known too long ago, is left out.
/// </summary>
internal sealed class Metrics(
    LiveFeed feed, EnvironmentCatalogue catalogue, Database database, RunMetrics runs, CircuitCount circuits, TelemetryTopics hub, TimeProvider time)
{
    private const string Environment = "environment";

    /// <summary>Three sample times: as on the pages.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_freshClock = TimeSpan.FromSeconds(15);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        var text = new Exposition();
        Console(text);
        Environments(text);
        Traffic(text);
        Health(text);
        Clock(text);
        await runs.WriteAsync(text, cancellationToken);
        if (await StoreCounts.ReadAsync(database, cancellationToken) is { } counts)
        {
            text.Counter("opsconsole_audit_entries_total", "Entries of the audit log.", [new(counts.Entries)]);
        }

        return text.ToString();
    }

    private void Console(Exposition text)
    {
        text.Gauge("opsconsole_build_info", "Always 1; the label says which version.", [new(1, ("version", HealthEndpoints.Version))]);
        text.Gauge("opsconsole_start_time_seconds", "When the console started, in seconds since 1970.", [new(_startedAt.ToUnixTimeMilliseconds() / 1000d)]);
        text.Gauge("opsconsole_circuits", "Pages that are open in browsers.", [new(circuits.Open)]);
        text.Gauge("opsconsole_hub_connections", "Programs that are connected to /hubs/telemetry.", [new(hub.Connections)]);
        text.Gauge("opsconsole_feed_watchers", "Readers of the live feed.", [new(feed.Watchers)]);
        text.Gauge("process_resident_memory_bytes", "Memory of the process that is in RAM.", [new(System.Environment.WorkingSet)]);
        text.Counter("process_cpu_seconds_total", "Processor time of the process.", [new(System.Environment.CpuUsage.TotalTime.TotalSeconds)]);
    }

    private void Environments(Exposition text)
    {
        var states = Each<EnvironmentState>(s_fresh);
        text.Gauge("opsconsole_environment_state", "How an environment is.", states.SelectMany(state => Word(state.State, (Environment, state.Name))));
        text.Gauge("opsconsole_gateway_weight_ratio", "The share of traffic that the gateway sends to a slot.", states.SelectMany(state => Enum.GetValues<Slot>().Select(slot => new Sample(
            state.Gateway.Weights?.Of(slot) / 100d, (Environment, state.Name), ("slot", slot.Word())))));
        text.Gauge("opsconsole_gateway_agrees", "Whether the gateway does what was last established.", states.Select(state => new Sample(
            Flag(state.Gateway.Agrees), (Environment, state.Name))));
        text.Gauge("opsconsole_undo_ready", "Whether the way back would work.", states.Select(state => new Sample(Flag(state.Undo.Ready), (Environment, state.Name))));
        text.Gauge("opsconsole_run_active", "Whether a run is at work.", states.Select(state => new Sample(Flag(state.ActiveRun is not null), (Environment, state.Name))));
    }

    private void Traffic(Exposition text)
    {
        var points = Each<TrafficNow>(s_fresh);
        text.Gauge("opsconsole_traffic_qps", "Answers a second.", points.Select(point => new Sample(point.Qps, (Environment, point.Environment))));
        text.Quantiles("opsconsole_traffic_latency_seconds", "How long answers took within the newest second, streams apart.", points.SelectMany(point => new Sample[]
        {
            new(point.P50Ms / 1000, (Environment, point.Environment), ("quantile", "0.5")),
            new(point.P95Ms / 1000, (Environment, point.Environment), ("quantile", "0.95")),
            new(point.P99Ms / 1000, (Environment, point.Environment), ("quantile", "0.99")),
        }));
        text.Gauge("opsconsole_traffic_error_ratio", "Answers of 500 and above against all.", points.Select(point => new Sample(point.ErrorRatio, (Environment, point.Environment))));
        text.Gauge("opsconsole_traffic_open_streams", "Long-lived streams that are open.", points.SelectMany(point => Enum.GetValues<Slot>().Select(slot => new Sample(
            point.OpenStreams?.Of(slot), (Environment, point.Environment), ("slot", slot.Word())))));
    }

    private void Health(Exposition text)
    {
        var components = Each<HealthState>(s_fresh).SelectMany(health => health.Components, (health, component) => (
            Component: component, Labels: ((string, string)[])[(Environment, health.Environment), ("component", component.Name), ("slot", component.Slot?.Word() ?? "")])).ToList();
        text.Gauge("opsconsole_component_state", "How a component is.", components.SelectMany(of => Word(of.Component.State, of.Labels)));
        text.Gauge("opsconsole_component_latency_seconds", "How long the last good answer to its probe took.", components.Select(of => new Sample(of.Component.LatencyMs / 1000, of.Labels)));
    }

    private void Clock(Exposition text)
    {
        var state = feed.AgeOf<ClockState>("") <= s_freshClock ? feed.Latest<ClockState>("") : null;
        var nodes = state?.Nodes ?? [];
        text.Gauge("opsconsole_clock_known", "Whether a node's offset is known.", nodes.Select(node => new Sample(Flag(node.OffsetSeconds is not null), Labels(node))));
        text.Gauge("opsconsole_clock_offset_seconds", "A node's clock minus true time: above 0 it is ahead.", nodes.Select(node => new Sample(node.OffsetSeconds, Labels(node))));
        text.Gauge("opsconsole_clock_error_bound_seconds", "How far the offset may be wrong, either way.", nodes.Select(node => new Sample(node.ErrorBoundSeconds, Labels(node))));
        text.Gauge("opsconsole_clock_synchronised", "Whether a node says that it follows a reference.", nodes.Select(node => new Sample(Flag(node.Synchronised), Labels(node))));
        text.Gauge("opsconsole_clock_spread_seconds", "The largest difference between nodes of different hosts.", [new(state?.SpreadSeconds)]);

        static (string, string)[] Labels(ClockNode node) => [("node", node.Name), ("host", node.Host)];
    }

    /// <summary>The newest state of each environment, where it is fresh.</summary>
    private List<T> Each<T>(TimeSpan fresh) where T : class, ILiveState
        => [.. catalogue.All.Where(environment => feed.AgeOf<T>(environment.Name) <= fresh).Select(environment => feed.Latest<T>(environment.Name)).OfType<T>()];

    private static IEnumerable<Sample> Word<T>(T value, params (string, string)[] labels) where T : struct, Enum
        => Enum.GetValues<T>().Select(word => new Sample(Flag(EqualityComparer<T>.Default.Equals(word, value)), [.. labels, ("state", Words.Of(word))]));

    private static double? Flag(bool? value) => value is { } known ? known ? 1 : 0 : null;
}
