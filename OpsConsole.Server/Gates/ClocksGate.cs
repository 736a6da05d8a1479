namespace OpsConsole.Server.Gates;

/// <summary>How far nodes of different hosts may be apart: offset and bound against the untrusted limit. On one host there is nothing to be apart.</summary>
internal sealed class ClocksGate(ILiveFeed feed) : IGate
{
    public string Name => "clocks";

    public bool CanOverride => true;

    public bool Concerns(Operation operation) => operation is not Operation.Restart;

    public GateAnswer Judge(GateQuestion question)
    {
        var name = question.Environment.Name;
        return Evidence.Missing<ClockState>(feed, name, "the clocks", Evidence.OldestClock) ?? Of(feed.Latest<ClockState>(name)!);
    }

    /// <summary>The verdict on <paramref name="clocks"/>. Pure.</summary>
    public static GateAnswer Of(ClockState clocks)
    {
        var measured = clocks.Nodes.Max(node => node.MeasuredAt);
        var hosts = clocks.Nodes.GroupBy(node => node.Host, StringComparer.Ordinal).ToList();
        if (hosts.Count == 0)
        {
            return new GateAnswer(GateVerdict.NotApplicable, "No clock is configured.", null);
        }

        if (hosts.Count == 1)
        {
            var node = clocks.Nodes[0];
            return new GateAnswer(
                GateVerdict.Pass,
                node is { Synchronised: true, ErrorBoundSeconds: { } bound } ? $"One host, synchronised to within {Evidence.Seconds(bound)}." : "One host, not synchronised to the world.",
                measured);
        }

        var unknown = clocks.Nodes.Where(node => node.OffsetSeconds is null || node.ErrorBoundSeconds is null).Select(node => node.Name).ToList();
        var tolerance = clocks.Thresholds.UntrustedSeconds;
        var known = clocks.Nodes.Where(node => node.OffsetSeconds is not null && node.ErrorBoundSeconds is not null).ToList();
        var pairs = (
            from one in known
            from other in known
            where string.CompareOrdinal(one.Host, other.Host) < 0
            select Pair.Of(one, other)).ToList();
        // A pair that is certainly too far apart says more than one that may be, however wide that one's bounds are.
        var worst = pairs.MaxBy(pair => pair.Apart - pair.Bound) is { } certain && certain.Apart - certain.Bound > tolerance
            ? certain
            : pairs.MaxBy(pair => pair.Apart + pair.Bound);
        var told = worst is null ? "All clocks agree." : $"{worst.Ahead} is {Evidence.Seconds(worst.Apart)} ± {Evidence.Seconds(worst.Bound)} ahead of {worst.Behind}, limit {Evidence.Seconds(tolerance)}.";
        return worst switch
        {
            _ when worst is not null && worst.Apart - worst.Bound > tolerance => new GateAnswer(GateVerdict.Fail, told, measured),
            _ when unknown.Count > 0 => new GateAnswer(GateVerdict.Unknown, $"The clock of {string.Join(", ", unknown)} is not known.", measured),
            _ when worst is not null && worst.Apart + worst.Bound > tolerance => new GateAnswer(GateVerdict.Unknown, told, measured),
            _ => new GateAnswer(GateVerdict.Pass, told, measured),
        };
    }

    /// <summary>Two nodes of different hosts: how far one is ahead of the other, and how far that may be wrong.</summary>
    private sealed record Pair(string Ahead, string Behind, double Apart, double Bound)
    {
        public static Pair Of(ClockNode one, ClockNode other)
        {
            var (ahead, behind) = one.OffsetSeconds >= other.OffsetSeconds ? (one, other) : (other, one);
            return new Pair(ahead.Name, behind.Name, ahead.OffsetSeconds!.Value - behind.OffsetSeconds!.Value, one.ErrorBoundSeconds!.Value + other.ErrorBoundSeconds!.Value);
        }
    }
}
