using OpsConsole.Server.Runs.Steps;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Tests.Runs;

public sealed class BakeWatchTests
{
    private const long Now = 1_773_489_600;

    private readonly BakeWatch _watch = new(TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData(20, 9, false)]
    [InlineData(20, 10, true)]
    [InlineData(19, 19, false)]
    [InlineData(1000, 499, false)]
    [InlineData(1000, 500, true)]
    public void Errors_InTheSecondThatRuns_TripAtHalfOfAtLeastTwenty(int count, int errors, bool trips)
    {
        Count((0, Slot.Green, count, errors));
        Assert.Equal(trips, _watch.ErrorsTrip is not null);
    }

    [Fact]
    public void Errors_ABurstAfterLongPeace_TripWithinTheSecond()
    {
        Count([.. Enumerable.Range(1, 9).Select(back => (-back, Slot.Green, 1000, 0)), (0, Slot.Green, 40, 40)]);
        Assert.Null(_watch.ErrorsTrip);
        Count([.. Enumerable.Range(2, 8).Select(back => (-back, Slot.Green, 1000, 0)), (-1, Slot.Green, 40, 40), (0, Slot.Green, 5, 5)]);
        Assert.Contains("in 1 s (45 of 45 answers)", _watch.ErrorsTrip, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_GentleTraffic_TripOverTenSeconds()
    {
        Count([.. Enumerable.Range(0, 10).Select(back => (-back, Slot.Green, 2, 1))]);
        Assert.Contains("50 % errors in 10 s (10 of 20 answers)", _watch.ErrorsTrip, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_LongerAgoThanTenSeconds_DoNotCount()
    {
        Count((-10, Slot.Green, 1000, 1000), (0, Slot.Green, 30, 0));
        Assert.Null(_watch.ErrorsTrip);
        Assert.Equal(0, Rule("error-ratio").Value);
    }

    [Fact]
    public void Errors_OfTheOldSlot_DoNotCount()
    {
        Count((0, Slot.Blue, 1000, 1000), (0, Slot.Green, 30, 0));
        Assert.Null(_watch.ErrorsTrip);
    }

    [Fact]
    public void Errors_BeforeTheShift_DoNotCount()
    {
        var watch = new BakeWatch(TimeSpan.FromSeconds(2));
        watch.Counted(Reading((-3, Slot.Green, 1000, 1000), (0, Slot.Green, 30, 0)), Slot.Green);
        Assert.Null(watch.ErrorsTrip);
        Assert.Equal(Now - 2, watch.Since);
    }

    [Fact]
    public void Errors_InTheSecondOfTheShiftButBeforeIt_DoNotCount()
    {
        var watch = new BakeWatch(TimeSpan.FromMilliseconds(200), Reading((-1, Slot.Green, 90, 90), (0, Slot.Green, 25, 25)));
        watch.Counted(Reading((-1, Slot.Green, 90, 90), (0, Slot.Green, 55, 26)), Slot.Green);
        Assert.Null(watch.ErrorsTrip);
        Assert.Equal(1 / 30.0, watch.Rules(hasTraffic: true)[1].Value!.Value, 6);
        watch.Counted(Reading((-1, Slot.Green, 90, 90), (0, Slot.Green, 65, 45)), Slot.Green);
        Assert.Contains("in 1 s (20 of 40 answers)", watch.ErrorsTrip, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void Errors_OurClockJumpedSinceTheShift_CountAllTheSame(int jump)
    {
        var watch = new BakeWatch(TimeSpan.FromSeconds(1 + jump));
        watch.Counted(Reading(), Slot.Green);
        watch.Counted(Reading((0, Slot.Green, 20, 20)), Slot.Green);
        Assert.NotNull(watch.ErrorsTrip);
    }

    [Fact]
    public void Errors_SourcesClockIsSetBack_CountAllTheSame()
    {
        Count((0, Slot.Green, 30, 0));
        _watch.Counted(new TrafficReading([new TrafficSecond(Now - 3600, Slot.Green, 30, 30, new LatencyHistogram())], null, Now - 3600), Slot.Green);
        Assert.NotNull(_watch.ErrorsTrip);
    }

    [Fact]
    public void Rules_FewAnswers_SayTooFewAndNoRatio()
    {
        Count((0, Slot.Green, 19, 19));
        var rule = Rule("error-ratio");
        Assert.Null(rule.Value);
        Assert.Equal("too few: 19 answers in 10 s", rule.Evidence);
    }

    [Fact]
    public void Rules_NoTraffic_RatioIsNull()
    {
        Count();
        Assert.Equal((null, "too few: no answers in 10 s"), (Rule("error-ratio").Value, Rule("error-ratio").Evidence));
        _watch.NotCounted();
        Assert.Equal((null, "the traffic source does not answer"), (Rule("error-ratio").Value, Rule("error-ratio").Evidence));
        Assert.Equal("no traffic source", _watch.Rules(hasTraffic: false)[1].Evidence);
    }

    [Fact]
    public void Probes_ThreeFailedInARow_Trip()
    {
        foreach (var error in new[] { "a", "b", null, "c", "d" })
        {
            _watch.Probed(error);
            Assert.Null(_watch.ProbesTrip);
        }

        Assert.Equal(2, Rule("failed-probes").Value);
        _watch.Probed("e");
        Assert.Equal("3 probes in a row failed: e", _watch.ProbesTrip);
    }

    private WatchRule Rule(string name) => _watch.Rules(hasTraffic: true).Single(rule => rule.Name == name);

    private void Count(params (int Back, Slot Slot, int Count, int Errors)[] seconds) => _watch.Counted(Reading(seconds), Slot.Green);

    private static TrafficReading Reading(params (int Back, Slot Slot, int Count, int Errors)[] seconds)
        => new([.. seconds.Select(second => new TrafficSecond(Now + second.Back, second.Slot, second.Count, second.Errors, new LatencyHistogram()))], null, Now);
}
