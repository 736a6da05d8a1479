using OpsConsole.Server.Clock;

namespace OpsConsole.Server.Tests.Clock;

public sealed class ClockJudgementTests
{
    private static readonly ClockThresholds s_limits = new(0.05, 1);

    [Theory]
    [InlineData(0.0, 0.0, ClockCondition.Ok)]
    [InlineData(0.04, 0.01, ClockCondition.Ok)]
    [InlineData(-0.04, 0.01, ClockCondition.Ok)]
    [InlineData(0.04, 0.02, ClockCondition.Warn)]
    [InlineData(0.9, 0.1, ClockCondition.Warn)]
    [InlineData(-0.9, 0.1, ClockCondition.Warn)]
    [InlineData(0.9, 0.2, ClockCondition.Unknown)]
    [InlineData(0.0, 16.0, ClockCondition.Unknown)]
    [InlineData(1.2, 0.2, ClockCondition.Unknown)]
    [InlineData(1.3, 0.2, ClockCondition.Untrusted)]
    [InlineData(-3600.0, 0.2, ClockCondition.Untrusted)]
    [InlineData(null, 0.1, ClockCondition.Unknown)]
    [InlineData(0.1, null, ClockCondition.Unknown)]
    [InlineData(double.NaN, 0.1, ClockCondition.Unknown)]
    [InlineData(0.1, double.PositiveInfinity, ClockCondition.Unknown)]
    public void Of_OffsetAndBound_IsJudged(double? offset, double? bound, ClockCondition expected)
        => Assert.Equal(expected, ClockJudgement.Of(offset, bound, s_limits));

    [Fact]
    public void Spread_NodesOfOneHost_IsNull() => Assert.Null(ClockJudgement.Spread([Node("a", "one", 0.1), Node("b", "one", 0.4)]));

    [Fact]
    public void Spread_OneHostIsNotKnown_IsNull() => Assert.Null(ClockJudgement.Spread([Node("a", "one", 0.1), Node("b", "two", null)]));

    [Fact]
    public void Spread_ThreeHosts_IsBetweenTheOutermost()
        => Assert.Equal(0.5, ClockJudgement.Spread([Node("a", "one", -0.2), Node("b", "two", 0.1), Node("c", "three", 0.3)])!.Value, 9);

    private static ClockNode Node(string name, string host, double? offset)
        => new(name, host, offset, 0.01, "ntp", true, ClockCondition.Ok, null, null);
}
