using OpsConsole.Server.Gates;

namespace OpsConsole.Server.Tests.Gates;

public sealed class ClocksGateTests
{
    private static readonly DateTimeOffset s_at = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_OneHostNotSynchronised_PassesAndSaysSo()
        => Judged(GateVerdict.Pass, "One host, not synchronised to the world.", Node("a", "one", null, null) with { Synchronised = false });

    [Fact]
    public void Of_TwoNodesOfOneHost_PassesWhateverTheySay()
        => Judged(GateVerdict.Pass, "One host", Node("a", "one", 0, 0.01), Node("b", "one", 5, 0.01));

    [Fact]
    public void Of_NoNode_DoesNotApply() => Judged(GateVerdict.NotApplicable, "No clock");

    [Fact]
    public void Of_CloseTogether_Passes() => Judged(GateVerdict.Pass, "b is 300 ms ± 200 ms ahead of a", Node("a", "one", -0.1, 0.1), Node("b", "two", 0.2, 0.1));

    [Fact]
    public void Of_WarnLimitExceeded_StillPasses() => Judged(GateVerdict.Pass, "limit 1 s", Node("a", "one", 0, 0.01), Node("b", "two", 0.5, 0.01));

    [Fact]
    public void Of_FarApart_Fails() => Judged(GateVerdict.Fail, "b is 2 s", Node("a", "one", 0, 0.1), Node("b", "two", 2, 0.1));

    [Fact]
    public void Of_IntervalStraddlesTheTolerance_IsUnknown() => Judged(GateVerdict.Unknown, "b is 900 ms ± 200 ms", Node("a", "one", 0, 0.1), Node("b", "two", 0.9, 0.1));

    [Fact]
    public void Of_SameOffsetWithWideBounds_IsUnknown() => Judged(GateVerdict.Unknown, "± 20 s", Node("a", "one", 0, 10), Node("b", "two", 0, 10));

    [Fact]
    public void Of_OneIsNotKnown_IsUnknownAndNamed() => Judged(GateVerdict.Unknown, "The clock of b is not known", Node("a", "one", 0, 0.1), Node("b", "two", null, null));

    [Fact]
    public void Of_OneIsNotKnownAndTwoAreFarApart_Fails()
        => Judged(GateVerdict.Fail, "c is 3 s", Node("a", "one", 0, 0.1), Node("b", "two", null, null), Node("c", "three", 3, 0.1));

    [Fact]
    public void Of_ACertainPairAndAWiderUncertainOne_Fails()
        => Judged(GateVerdict.Fail, "b is 2 s", Node("a", "one", 0, 0.1), Node("b", "two", 2, 0.1), Node("c", "three", 0.1, 5));

    private static void Judged(GateVerdict verdict, string evidence, params ClockNode[] nodes)
    {
        var answer = ClocksGate.Of(new ClockState("shop", new ClockThresholds(0.05, 1), null, nodes));
        Assert.Equal(verdict, answer.State);
        Assert.Contains(evidence, answer.Evidence, StringComparison.Ordinal);
        Assert.Equal(nodes.Length == 0 ? null : s_at, answer.MeasuredAt);
    }

    private static ClockNode Node(string name, string host, double? offset, double? bound)
        => new(name, host, offset, bound, "ntp", true, ClockCondition.Ok, s_at, null);
}
