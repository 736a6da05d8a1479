namespace OpsConsole.Client.Overview;

/// <summary>What the sentence says of clocks.</summary>
internal static class ClockClauses
{
    public static IEnumerable<Clause> Of(SentenceFacts facts)
    {
        if (facts.Clock is not { Nodes: { Count: > 0 } nodes } clock)
        {
            return [];
        }

        if (facts.ClockSilence is { } silence)
        {
            return [new("ClocksSilent", Tone.Warn, silence)];
        }

        var wrong = nodes.Where(node => node.State is ClockCondition.Untrusted).OrderByDescending(node => Math.Abs(node.OffsetSeconds ?? 0)).ToList();
        var late = nodes.Where(node => node.State is ClockCondition.Warn).ToList();
        var unknown = nodes.Where(node => node.State is ClockCondition.Unknown).ToList();
        return (wrong, late, unknown) switch
        {
            ([{ OffsetSeconds: { } offset } node, ..], _, _) => [Apart(node.Name, offset, Tone.Trouble).Needs("MustSetClock", node.Name)],
            (_, _, [var node]) when nodes.Count == 1 => [node.Synchronised == false ? new("OneClockFollowsNothing", Tone.Plain) : new("OneClockUnknown", Tone.Warn)],
            (_, _, { Count: > 0 }) => [new("ClocksUnknown", Tone.Warn, unknown.Count, nodes.Count)],
            (_, [{ OffsetSeconds: { } offset } node, ..], _) => [Apart(node.Name, offset, Tone.Warn)],
            _ when clock.SpreadSeconds is { } spread => [new("ClocksWithin", Tone.Plain, new Length(spread))],
            _ when nodes is [{ ErrorBoundSeconds: { } bound }] => [new("OneClockWithin", Tone.Plain, new Length(bound))],
            _ => [],
        };
    }

    private static Clause Apart(string node, double offset, Tone tone) => new(offset >= 0 ? "ClockAhead" : "ClockBehind", tone, node, new Length(offset));
}
