using OpsConsole.Server.Runs;

namespace OpsConsole.Server.Tests.Runs;

public sealed class RunHistoryTests
{
    private static readonly HashSet<(StepPhase From, StepPhase To)> s_allowed =
    [
        (StepPhase.Pending, StepPhase.Running),
        (StepPhase.Pending, StepPhase.Skipped),
        (StepPhase.Running, StepPhase.Running),
        (StepPhase.Running, StepPhase.Succeeded),
        (StepPhase.Running, StepPhase.Failed),
        (StepPhase.Running, StepPhase.Undoing),
        (StepPhase.Succeeded, StepPhase.Undoing),
        (StepPhase.Failed, StepPhase.Undoing),
        (StepPhase.Undoing, StepPhase.Undoing),
        (StepPhase.Undoing, StepPhase.Undone),
        (StepPhase.Undoing, StepPhase.UndoFailed),
        (StepPhase.UndoFailed, StepPhase.Undoing),
    ];

    public static TheoryData<StepPhase, StepPhase> Transitions { get; } = new(
        from one in Enum.GetValues<StepPhase>()
        from next in Enum.GetValues<StepPhase>()
        select (one, next));

    [Theory]
    [MemberData(nameof(Transitions))]
    public void Apply_AnyTransition_IsAllowedOnlyWhereItMakesSense(StepPhase from, StepPhase to)
    {
        var run = Sample.Run(1, RunPhase.Running, (StepNames.Shift, from));
        var next = new RunEvent(Sample.At, StepNames.Shift, to, null);
        if (s_allowed.Contains((from, to)))
        {
            Assert.Equal(to, RunHistory.Apply(run, next).Steps[0].State);
        }
        else
        {
            Assert.Throws<InvalidOperationException>(() => RunHistory.Apply(run, next));
        }
    }

    [Theory]
    [InlineData(StepPhase.Pending, StepPhase.Pending, RunPhase.Running)]
    [InlineData(StepPhase.Succeeded, StepPhase.Pending, RunPhase.Running)]
    [InlineData(StepPhase.Succeeded, StepPhase.Running, RunPhase.Baking)]
    [InlineData(StepPhase.Succeeded, StepPhase.Failed, RunPhase.Undoing)]
    [InlineData(StepPhase.Failed, StepPhase.Pending, RunPhase.Undoing)]
    [InlineData(StepPhase.Undoing, StepPhase.Skipped, RunPhase.Undoing)]
    [InlineData(StepPhase.Undone, StepPhase.Failed, RunPhase.Undoing)]
    public void PhaseOf_TheseSteps_IsSo(StepPhase shift, StepPhase bake, RunPhase expected)
        => Assert.Equal(expected, RunHistory.PhaseOf(Sample.Run(1, RunPhase.Running, (StepNames.Shift, shift), (StepNames.Bake, bake)).Steps));

    [Fact]
    public void Apply_TakenUpAfterARestart_CountsTheAttemptAndKeepsTheBeginning()
    {
        var run = Sample.Run(1, RunPhase.Running, (StepNames.Bake, StepPhase.Pending));
        foreach (var seconds in new[] { 1, 61 })
        {
            run = RunHistory.Apply(run, new RunEvent(Sample.At.AddSeconds(seconds), StepNames.Bake, StepPhase.Running, null));
        }

        Assert.Equal((3, Sample.At.AddSeconds(1)), (run.Steps[0].Attempt, run.Steps[0].StartedAt!.Value));
    }
}
