namespace OpsConsole.Client.Clock;

/// <summary>Which clock is looked at first.</summary>
internal static class ClockOrder
{
    public static IEnumerable<ClockNode> WorstFirst(IEnumerable<ClockNode> nodes) => nodes
        .OrderBy(node => node.State switch { ClockCondition.Untrusted => 0, ClockCondition.Warn => 1, ClockCondition.Unknown => 2, _ => 3 })
        .ThenByDescending(node => Math.Abs(node.OffsetSeconds ?? 0))
        .ThenBy(node => node.Name, StringComparer.Ordinal);
}
