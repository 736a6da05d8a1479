using OpsConsole.Server.Audit;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>What is to be entered of one look at a gateway. Pure.</summary>
internal static class GatewayDrift
{
    /// <summary>What every instance does that no run asked for, or cannot be told of; null when all is as it was established, or while a run changes it.</summary>
    public static string? Of(EnvironmentState seen)
    {
        var odd = seen.ActiveRun is null ? seen.Gateway.Instances.Select(Of).OfType<string>().ToList() : [];
        return odd.Count == 0 ? null : string.Join(' ', odd);
    }

    private static string? Of(GatewayInstanceState instance) => instance switch
    {
        { Agrees: false, Error: null } => $"{instance.Name} does {instance.Weights}, which no run asked for.",
        { Agrees: false } => $"{instance.Name} does {instance.Weights}, which no run asked for. {instance.Error}",
        { Error: not null } => $"{instance.Name}: {instance.Error}",
        _ => null,
    };
}

/// <summary>
/// Enters what somebody, or something, outside of the console did to a gateway, and when it was as it should be again: a change by hand is to be found in the log
/// with the runs around it. Only the holder of the lease enters.
/// </summary>
internal sealed partial class GatewayDriftWatch(RunDesks desks, ILiveFeed feed, AuditLog log, IAudit audit, TimeProvider time, ILogger<GatewayDriftWatch> logger) : BackgroundService
{
    /// <summary>What lasts no longer is the end of a run, or a reload that is under way.</summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    /// <summary>The same where one cannot be read: it may be starting, as the console is.</summary>
    private static readonly TimeSpan s_settledUnread = TimeSpan.FromSeconds(6);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(desks.All.Select(desk => FollowAsync(desk.Environment.Name, stoppingToken)));

    private async Task FollowAsync(string environment, CancellationToken stoppingToken)
    {
        (string? Drift, long Since)? seen = null;
        (bool Known, string? Drift) entered = (false, null);
        await foreach (var state in feed.WatchAsync<EnvironmentState>(environment, stoppingToken))
        {
            var drift = GatewayDrift.Of(state);
            seen = seen is { } before && before.Drift == drift && state.ActiveRun is null ? before : (drift, time.GetTimestamp());
            if (state.ActiveRun is not null || !desks.Holds(environment) || time.GetElapsedTime(seen.Value.Since) < Settled(state) || (entered.Known && entered.Drift == drift))
            {
                continue;
            }

            try
            {
                entered = entered.Known ? entered : (true, await LastAsync(environment, stoppingToken));
                if (entered.Drift != drift)
                {
                    await log.AppendAsync(Entry(environment, drift), stoppingToken);
                    entered = (true, drift);
                }
            }
            catch (StoreException exception)
            {
                NotEntered(logger, environment, exception.Message);
                seen = (drift, time.GetTimestamp());
            }
        }
    }

    private static TimeSpan Settled(EnvironmentState state) => state.Gateway.Instances.Any(instance => instance.Weights is null) ? s_settledUnread : s_settled;

    private static NewEntry Entry(string environment, string? drift) => new(
        Actor.Outside, AuditActions.Setting, drift is null ? AuditOutcome.Succeeded : AuditOutcome.Failed, environment, "gateway", Detail: drift ?? "The gateway is as it was established again.");

    /// <summary>What a console entered last, before it was started anew.</summary>
    private async Task<string?> LastAsync(string environment, CancellationToken cancellationToken)
    {
        var last = await audit.ListAsync(new AuditQuery(Actor: Actor.Outside.Name, Action: AuditActions.Setting, Environment: environment, Limit: 1), cancellationToken);
        return last is [{ Outcome: AuditOutcome.Failed } entry] ? entry.Detail : null;
    }

    [LoggerMessage(LogLevel.Warning, "What happened to the gateway of {Environment} is not entered yet: {Why}")]
    private static partial void NotEntered(ILogger logger, string environment, string why);
}
