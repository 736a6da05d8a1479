namespace OpsConsole.Client.Clock;

/// <summary>Which clock is looked at first. Among clocks that are well the order is that of their names, so that nothing jumps.</summary>
internal static class ClockOrder
{
    public static IEnumerable<ClockNode> WorstFirst(IEnumerable<ClockNode> nodes) => nodes
        .OrderBy(node => node.State switch { ClockCondition.Untrusted => 0, ClockCondition.Warn => 1, ClockCondition.Unknown => 2, _ => 3 })
        .ThenByDescending(node => node.State is ClockCondition.Untrusted or ClockCondition.Warn ? Math.Abs(node.OffsetSeconds ?? 0) : 0)
        .ThenBy(node => node.Name, StringComparer.Ordinal);
}
