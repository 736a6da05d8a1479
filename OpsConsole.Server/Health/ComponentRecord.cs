namespace OpsConsole.Server.Health;

/// <summary>What is remembered of one component between two probes.</summary>
internal sealed record ComponentRecord(
    ComponentCondition State, DateTimeOffset? Since, int FailedInRow, string? LastError, double? LatencyMs, DateTimeOffset? CheckedAt, string? Version)
{
    /// <summary>What a person wants to know of it while it answers.</summary>
    public string? Detail { get; init; }

    /// <summary>So many failed probes in a row make a component <c>down</c>; fewer make it <c>degraded</c>.</summary>
    public const int FailuresToDown = 2;

    public static ComponentRecord Unseen { get; } = new(ComponentCondition.Unknown, null, 0, null, null, null, null);

    /// <summary>The record after one more answer.</summary>
    public ComponentRecord After(ProbeAnswer answer, DateTimeOffset at)
    {
        if (!answer.Asked)
        {
            return this with { LastError = answer.Error };
        }

        var failed = answer.Good ? 0 : FailedInRow + 1;
        var state = failed switch
        {
            0 => answer.Warning is null ? ComponentCondition.Up : ComponentCondition.Degraded,
            >= FailuresToDown => ComponentCondition.Down,
            // One miss makes what was up "degraded"; what nobody has seen working stays as it was.
            _ => State is ComponentCondition.Up ? ComponentCondition.Degraded : State,
        };
        return new ComponentRecord(
            state,
            state == State ? Since : at,
            failed,
            answer.Error ?? answer.Warning,
            answer.Good ? Math.Round(answer.Latency.TotalMilliseconds, 2) : LatencyMs,
            at,
            answer.Good ? answer.Version ?? Version : Version)
        {
            Detail = answer.Detail,
        };
    }
}
