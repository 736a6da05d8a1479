using OpsConsole.Server.Runs;

namespace OpsConsole.Server.Tests.Runs;

public sealed class SuccessRateTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 14, 9, 26, 53, 589, TimeSpan.Zero);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_instant = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Hour_NoAttempt_HasNoRatio() => Assert.Equal(new RateHour(0, 0, 0, 0, null), SuccessRate.Hour([], s_now));

    [Fact]
    public void Hour_EveryOutcome_IsCountedAsWhatItIs() => Assert.Equal(
        new RateHour(5, 2, 2, 1, 0.4),
        SuccessRate.Hour([Ended(s_now), Ended(s_now), Ended(s_now, RunPhase.RolledBack), Ended(s_now, RunPhase.Aborted), Ended(s_now, RunPhase.Failed)], s_now));

    [Fact]
    public void Hour_EndedExactlyAnHourAgo_Counts() => Assert.Equal(1, SuccessRate.Hour([Ended(s_now - s_hour), Ended(s_now - s_hour - s_instant)], s_now).Attempts);

    [Fact]
    public void Hour_ClockWasSetBackSince_WhatHasEndedCounts() => Assert.Equal(1, SuccessRate.Hour([Ended(s_now + (2 * s_hour))], s_now).Attempts);

    [Fact]
    public void Rows_OnABorder_BelongsToTheRowThatBeginsThere()
    {
        var border = At(9, 15);
        Assert.Equal(
            [new RateRow(border, At(9, 30), 1, 0, 1, 0), new RateRow(At(9, 0), border, 2, 1, 0, 1)],
            SuccessRate.Rows([Ended(At(9, 0)), Ended(border - s_instant, RunPhase.Failed), Ended(border, RunPhase.RolledBack)], s_now));
    }

    [Fact]
    public void Rows_ADayAgo_TheOldestIsShownWhole()
    {
        var oldest = At(9, 15) - (24 * s_hour);
        var rows = SuccessRate.Rows([Ended(oldest), Ended(oldest - s_instant), Ended(s_now)], s_now);
        Assert.Equal([At(9, 15), oldest], rows.Select(row => row.Start));
        Assert.Equal(oldest, SuccessRate.From(s_now));
    }

    [Fact]
    public void Rows_ClockWasSetBackSince_StandWhereTheyEnded()
        => Assert.Equal([At(10, 15), At(9, 15)], SuccessRate.Rows([Ended(s_now), Ended(s_now + s_hour)], s_now).Select(row => row.Start));

    [Fact]
    public void Median_OddEvenAndNone()
    {
        Assert.Equal(3, Median.Of([9.0, 1, 3]));
        Assert.Equal(2.5, Median.Of([4.0, 1, 3, 2]));
        Assert.Equal(3, Median.Of([2, 3]));
        Assert.Null(Median.Of(Array.Empty<double>()));
        Assert.Null(Median.Of(Array.Empty<int>()));
    }

    private static EndedRun Ended(DateTimeOffset at, RunPhase state = RunPhase.Succeeded) => new("shop", state, at);

    private static DateTimeOffset At(int hour, int minute) => new(2026, 3, 14, hour, minute, 0, TimeSpan.Zero);
}
