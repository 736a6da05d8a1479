namespace OpsConsole.Server.Clock;

/// <summary>What an offset with its bound means against the limits.</summary>
internal static class ClockJudgement
{
    public static ClockCondition Of(double? offsetSeconds, double? boundSeconds, ClockThresholds limits)
    {
        if (offsetSeconds is not { } offset || boundSeconds is not { } bound || !double.IsFinite(offset) || !double.IsFinite(bound))
        {
            return ClockCondition.Unknown;
        }

        var least = Math.Max(0, Math.Abs(offset) - bound);
        var most = Math.Abs(offset) + bound;
        return (least, most) switch
        {
            _ when least > limits.UntrustedSeconds => ClockCondition.Untrusted,
            _ when most > limits.UntrustedSeconds => ClockCondition.Unknown,
            _ when most > limits.WarnSeconds => ClockCondition.Warn,
            _ => ClockCondition.Ok,
        };
    }

    /// <summary>The largest difference between two known nodes of different hosts; null with fewer than two such hosts.</summary>
    public static double? Spread(IEnumerable<ClockNode> nodes)
    {
        var hosts = nodes.Where(node => node.OffsetSeconds is not null)
            .GroupBy(node => node.Host, StringComparer.Ordinal)
            .Select(host => (Least: host.Min(node => node.OffsetSeconds!.Value), Most: host.Max(node => node.OffsetSeconds!.Value)))
            .ToList();
        return hosts.Count < 2 ? null : hosts.Max(host => host.Most) - hosts.Min(host => host.Least);
    }
}
