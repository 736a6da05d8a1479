using OpsConsole.Server.Live;
using OpsConsole.Server.Runs;

namespace OpsConsole.Server.Tests.Runs;

public sealed class PastRunsTests
{
    [Fact]
    public void Predict_NoPast_IsUnknown()
    {
        Assert.Null(PastRuns.Predict([]).Seconds);
        Assert.Null(PastRuns.ExpectedSeconds([], StepNames.Shift));
    }

    [Fact]
    public void Predict_SomeSucceeded_IsTheirMedianWithoutTheBake()
        => Assert.Equal(3, PastRuns.Predict([Took(2), Took(3), Took(90), Took(1, RunPhase.RolledBack)]).Seconds);

    [Fact]
    public void Predict_WhatPastRunsHurt_IsTheMedianOfThoseThatTell()
    {
        var predicted = PastRuns.Predict([Hurt(0), Hurt(4), Hurt(null), Hurt(7), Hurt(90, RunPhase.RolledBack), Took(2)]);
        Assert.Equal((4, (int?)null), (predicted.Requests, predicted.Streams));

        static RunState Hurt(int? requests, RunPhase state = RunPhase.Succeeded) => Took(2, state) with { Actual = new Actual(2, requests, null) };
    }

    [Fact]
    public void Actual_OfASuccess_IsWithoutTheBakeAndKeepsWhatWasCounted()
        => Assert.Equal(new Actual(3, 5, null), PastRuns.ActualOf(Took(3) with { Actual = new Actual(null, 5, null) }));

    [Theory]
    [InlineData(-3600, RunPhase.Succeeded)]
    [InlineData(3, RunPhase.RolledBack)]
    [InlineData(3, RunPhase.Failed)]
    public void Actual_ClockSetBackOrNotDone_HasNoTime(double seconds, RunPhase state) => Assert.Equal(new Actual(null, null, null), PastRuns.ActualOf(Took(seconds, state)));

    [Fact]
    public void Predicted_OfAnOlderRun_IsReadWithoutWhatItDidNotSay()
    {
        Assert.Equal(new Predicted(1.5), RunRow.FromJson<Predicted>("""{"seconds":1.5}"""));
        Assert.Null(RunRow.FromJson<RunSpec>("""{"class":"small"}""").Actual);
    }

    [Fact]
    public void ExpectedSeconds_TakenUpAfterARestart_DoesNotCount()
    {
        var interrupted = Took(500);
        interrupted = interrupted with { Steps = [interrupted.Steps[0] with { Attempt = 2 }, interrupted.Steps[1]] };
        Assert.Equal(2, PastRuns.ExpectedSeconds([interrupted, Took(2)], StepNames.Shift));
    }

    [Fact]
    public void ExpectedSeconds_ClockWasSetBackMeanwhile_DoesNotCount() => Assert.Equal(2, PastRuns.ExpectedSeconds([Took(-3600), Took(2)], StepNames.Shift));

    [Fact]
    public void UndoTime_SwitchThatFailedBeforeItMovedAnything_IsNoRehearsal()
        => Assert.Null(UndoTime.RecordOf(Sample.Run(1, RunPhase.RolledBack, (StepNames.Gates, StepPhase.Failed), (StepNames.Shift, StepPhase.Skipped))));

    [Fact]
    public void UndoTime_SwitchThatWasTakenBack_CountsFromItsFailure() => Assert.Equal(
        new UndoRecord("shop", Sample.At.AddSeconds(9), 6),
        UndoTime.RecordOf(Sample.Run(1, RunPhase.RolledBack, (StepNames.Shift, StepPhase.Undone), (StepNames.Receipts, StepPhase.Succeeded), (StepNames.Bake, StepPhase.Failed))));

    [Theory]
    [InlineData(RunPhase.Succeeded, true)]
    [InlineData(RunPhase.Failed, false)]
    public void UndoTime_Rollback_CountsOnlyWhenItCameThrough(RunPhase state, bool counts)
        => Assert.Equal(counts, UndoTime.RecordOf(Sample.Run(1, state, (StepNames.Shift, StepPhase.Succeeded)) with { Operation = Operation.Rollback }) is not null);

    private static RunState Took(double seconds, RunPhase state = RunPhase.Succeeded)
    {
        var run = Sample.Run(1, state, (StepNames.Shift, StepPhase.Succeeded), (StepNames.Bake, StepPhase.Succeeded));
        return run with { Steps = [run.Steps[0] with { EndedAt = run.Steps[0].StartedAt!.Value.AddSeconds(seconds) }, run.Steps[1] with { EndedAt = run.Steps[1].StartedAt!.Value.AddSeconds(600) }] };
    }
}
