using OpsConsole.Server.Runs.Plans;

namespace OpsConsole.Server.Tests.Runs;

public sealed class CanarySharesTests
{
    public static TheoryData<int?, int[]?, string?, int[]> Asked { get; } = new()
    {
        { null, null, null, [1, 5, 25, 50, 100] },
        { 25, null, null, [1, 5, 25] },
        { 30, null, null, [1, 5, 25, 30] },
        { 1, null, null, [1] },
        { null, [10, 60], null, [10, 60] },
        { 40, [10, 60], null, [10, 40] },
        { 60, [10, 60], null, [10, 60] },
        { null, null, "beta", [] },
        { 5, null, "beta", [1, 5] },
    };

    [Theory]
    [MemberData(nameof(Asked))]
    public void Of_WhatIsAsked_RisesToItsEnd(int? weight, int[]? weights, string? match, int[] shares)
        => Assert.Equal(shares, CanaryShares.Of(new RunRequest(Operation.Canary, Weight: weight, Weights: weights, Match: match)));

    [Fact]
    public void Stages_WithATag_KeepItUntilAllTrafficHasMoved()
    {
        var run = Sample.Run(1, RunPhase.Running) with { Operation = Operation.Canary, Weights = [20, 100], Match = "beta" };
        Assert.Equal(
            [("shift-tag", 0, "beta"), ("shift-20", 20, "beta"), ("shift-100", 100, null)],
            CanaryShares.Stages(run).Select(stage => (stage.Shift, stage.Weights.Green, stage.Weights.Tag?.Value)));
    }
}
