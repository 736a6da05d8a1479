using OpsConsole.Client.Overview;

namespace OpsConsole.Client.Clock;

/// <summary>What is true of the clocks of one environment, worst first. Pure. Names of texts are those of <c>ClockTexts</c>.</summary>
internal static class ClockSentence
{
    public static IReadOnlyList<Clause> Of(ClockState? state, TimeSpan? silence) => state switch
    {
        null => [new("Sentence_waiting", Tone.Plain)],
        _ when silence is { } quiet => [new("Sentence_silent", Tone.Trouble, quiet)],
        { Nodes: [] } => [new("Sentence_none", Tone.Plain)],
        { Nodes: [var only] } => One(only),
        _ => Several(state),
    };

    private static IReadOnlyList<Clause> One(ClockNode node) => node switch
    {
        { State: ClockCondition.Untrusted, OffsetSeconds: { } offset } => [Apart(node.Name, offset, Tone.Trouble), new("Sentence_gate", Tone.Plain)],
        { Synchronised: false } => [new("Sentence_oneFollowsNothing", Tone.Warn), new("Sentence_oneHost", Tone.Quiet)],
        { State: ClockCondition.Warn, OffsetSeconds: { } offset } => [Apart(node.Name, offset, Tone.Warn)],
        { State: ClockCondition.Ok, OffsetSeconds: { } offset } => [new("Sentence_oneWithin", Tone.Plain, new Length(Math.Abs(offset) + (node.ErrorBoundSeconds ?? 0))), new("Sentence_nothing", Tone.Quiet)],
        _ => [new("Sentence_oneUnknown", Tone.Warn), new("Sentence_oneHost", Tone.Quiet)],
    };

    private static List<Clause> Several(ClockState state)
    {
        List<Clause> said = [];
        var wrong = ClockOrder.WorstFirst(state.Nodes.Where(node => node is { State: ClockCondition.Untrusted, OffsetSeconds: not null })).ToList();
        var late = ClockOrder.WorstFirst(state.Nodes.Where(node => node is { State: ClockCondition.Warn, OffsetSeconds: not null })).ToList();
        var unknown = state.Nodes.Count(node => node.State is ClockCondition.Unknown);
        said.AddRange(wrong.Take(2).Select(node => Apart(node.Name, node.OffsetSeconds!.Value, Tone.Trouble)));
        said.AddRange(late.Take(wrong.Count > 0 ? 0 : 2).Select(node => Apart(node.Name, node.OffsetSeconds!.Value, Tone.Warn)));
        if (unknown > 0)
        {
            said.Add(new("Sentence_unknown", Tone.Warn, unknown, state.Nodes.Count));
        }

        var others = state.Nodes.Where(node => node.OffsetSeconds is not null && !wrong.Contains(node)).Select(node => node.OffsetSeconds!.Value).ToList();
        if (others.Count > 1)
        {
            var within = new Length(others.Max() - others.Min());
            said.Add(wrong.Count + late.Count + unknown == 0 ? new("Sentence_within", Tone.Plain, others.Count, within) : new("Sentence_others", Tone.Plain, others.Count, within));
        }

        said.Add(wrong.Count > 0 ? new("Sentence_gate", Tone.Plain) : new("Sentence_nothing", Tone.Quiet));
        return said;
    }

    private static Clause Apart(string node, double offset, Tone tone) => new(offset >= 0 ? "Sentence_ahead" : "Sentence_behind", tone, node, new Length(offset));
}
