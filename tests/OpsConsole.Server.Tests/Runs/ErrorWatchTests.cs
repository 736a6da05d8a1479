using OpsConsole.Server.Runs.Bakes;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Tests.Runs;

public sealed class ErrorWatchTests
{
    private const long Second = 1_773_489_600;

    private readonly ErrorWatch _watch = new(TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData(20, 9, false)]
    [InlineData(20, 10, true)]
    [InlineData(19, 19, false)]
    [InlineData(1000, 499, false)]
    [InlineData(1000, 500, true)]
    public void Errors_InTheSecondThatRuns_TripAtHalfOfAtLeastTwenty(int count, int errors, bool trips)
    {
        Count((0, Slot.Green, count, errors));
        Assert.Equal(trips, _watch.Trip is not null);
    }

    [Fact]
    public void Errors_ABurstAfterLongPeace_TripWithinTheSecond()
    {
        Count([.. Enumerable.Range(1, 9).Select(back => (-back, Slot.Green, 1000, 0)), (0, Slot.Green, 40, 40)]);
        Assert.Null(_watch.Trip);
        Count([.. Enumerable.Range(2, 8).Select(back => (-back, Slot.Green, 1000, 0)), (-1, Slot.Green, 40, 40), (0, Slot.Green, 5, 5)]);
        Assert.Contains("in 1 s (45 of 45 answers)", _watch.Trip, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_GentleTraffic_TripOverTenSeconds()
    {
        Count([.. Enumerable.Range(0, 10).Select(back => (-back, Slot.Green, 2, 1))]);
        Assert.Contains("50 % errors in 10 s (10 of 20 answers)", _watch.Trip, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_LongerAgoThanTenSeconds_DoNotCount()
    {
        Count((-10, Slot.Green, 1000, 1000), (0, Slot.Green, 30, 0));
        Assert.Null(_watch.Trip);
        Assert.Equal(0, Now.Value);
    }

    [Fact]
    public void Errors_OfTheOldSlot_DoNotCount()
    {
        Count((0, Slot.Blue, 1000, 1000), (0, Slot.Green, 30, 0));
        Assert.Null(_watch.Trip);
    }

    [Fact]
    public void Errors_BeforeTheShift_DoNotCount()
    {
        var watch = new ErrorWatch(TimeSpan.FromSeconds(2));
        watch.Counted(Reading((-3, Slot.Green, 1000, 1000), (0, Slot.Green, 30, 0)), Slot.Green);
        Assert.Null(watch.Trip);
        Assert.Equal(Second - 2, watch.Since);
    }

    [Fact]
    public void Errors_InTheSecondOfTheShiftButBeforeIt_DoNotCount()
    {
        var watch = new ErrorWatch(TimeSpan.FromMilliseconds(200), Reading((-1, Slot.Green, 90, 90), (0, Slot.Green, 25, 25)));
        watch.Counted(Reading((-1, Slot.Green, 90, 90), (0, Slot.Green, 55, 26)), Slot.Green);
        Assert.Null(watch.Trip);
        Assert.Equal(1 / 30.0, watch.Now(hasTraffic: true).Value!.Value, 6);
        watch.Counted(Reading((-1, Slot.Green, 90, 90), (0, Slot.Green, 65, 45)), Slot.Green);
        Assert.Contains("in 1 s (20 of 40 answers)", watch.Trip, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void Errors_OurClockJumpedSinceTheShift_CountAllTheSame(int jump)
    {
        var watch = new ErrorWatch(TimeSpan.FromSeconds(1 + jump));
        watch.Counted(Reading(), Slot.Green);
        watch.Counted(Reading((0, Slot.Green, 20, 20)), Slot.Green);
        Assert.NotNull(watch.Trip);
    }

    [Fact]
    public void Errors_SourcesClockIsSetBack_CountAllTheSame()
    {
        Count((0, Slot.Green, 30, 0));
        _watch.Counted(new TrafficReading([new TrafficSecond(Second - 3600, Slot.Green, 30, 30, new LatencyHistogram())], null, Second - 3600), Slot.Green);
        Assert.NotNull(_watch.Trip);
    }

    [Fact]
    public void Rules_FewAnswers_SayTooFewAndNoRatio()
    {
        Count((0, Slot.Green, 19, 19));
        var rule = Now;
        Assert.Null(rule.Value);
        Assert.Equal("too few: 19 answers in 10 s", rule.Evidence);
    }

    [Fact]
    public void Rules_NoTraffic_RatioIsNull()
    {
        Count();
        Assert.Equal((null, "too few: no answers in 10 s"), (Now.Value, Now.Evidence));
        _watch.NotCounted();
        Assert.Equal((null, "the traffic source does not answer"), (Now.Value, Now.Evidence));
        Assert.Equal("no traffic source", _watch.Now(hasTraffic: false).Evidence);
    }

    private WatchRule Now => _watch.Now(hasTraffic: true);

    private void Count(params (int Back, Slot Slot, int Count, int Errors)[] seconds) => _watch.Counted(Reading(seconds), Slot.Green);

    private static TrafficReading Reading(params (int Back, Slot Slot, int Count, int Errors)[] seconds)
        => new([.. seconds.Select(second => new TrafficSecond(Second + second.Back, second.Slot, second.Count, second.Errors, new LatencyHistogram()))], null, Second);
}
