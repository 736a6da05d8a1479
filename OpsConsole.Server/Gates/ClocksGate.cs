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
        var pairs =
            from one in known
            from other in known
            where one.OffsetSeconds > other.OffsetSeconds && one.Host != other.Host
            let apart = one.OffsetSeconds!.Value - other.OffsetSeconds!.Value
            let bound = one.ErrorBoundSeconds!.Value + other.ErrorBoundSeconds!.Value
            orderby apart + bound descending
            select (one, other, apart, bound);
        var worst = pairs.FirstOrDefault();
        var told = worst.one is null ? "All clocks agree." : $"{worst.one.Name} is {Evidence.Seconds(worst.apart)} ± {Evidence.Seconds(worst.bound)} ahead of {worst.other.Name}, limit {Evidence.Seconds(tolerance)}.";
        return worst switch
        {
            _ when worst.one is not null && worst.apart - worst.bound > tolerance => new GateAnswer(GateVerdict.Fail, told, measured),
            _ when unknown.Count > 0 => new GateAnswer(GateVerdict.Unknown, $"The clock of {string.Join(", ", unknown)} is not known.", measured),
            _ when worst.one is not null && worst.apart + worst.bound > tolerance => new GateAnswer(GateVerdict.Unknown, told, measured),
            _ => new GateAnswer(GateVerdict.Pass, told, measured),
        };
    }
}
