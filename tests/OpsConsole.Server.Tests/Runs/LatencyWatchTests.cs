using OpsConsole.Server.Runs.Bakes;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Tests.Runs;

public sealed class LatencyWatchTests
{
    private const long Now = 1_773_489_600;

    private readonly LatencyWatch _watch = new(50);

    [Fact]
    public void Slow_ForAMinute_Trips()
    {
        _watch.Counted(Seconds(60, _ => 400), Now);
        Assert.Contains("ms for a minute, 50 ms before the change, limit 150 ms", _watch.Trip, StringComparison.Ordinal);
    }

    [Fact]
    public void Slow_ForLessThanAMinute_DoesNotTrip()
    {
        _watch.Counted(Seconds(50, _ => 400), Now);
        Assert.Null(_watch.Trip);
    }

    [Fact]
    public void Pause_OfThreeSeconds_SpoilsTwoStretchesAndDoesNotTrip()
    {
        // The pause lies across the border of two stretches, and each of its answers took as long as a pause does.
        _watch.Counted(Seconds(60, back => back is 9 or 10 or 11 ? 3000 : 40), Now);
        Assert.Null(_watch.Trip);
        Assert.InRange(_watch.Now(hasTraffic: true).Value!.Value, 38, 42);
    }

    [Fact]
    public void Slower_ButNotByMuch_DoesNotTrip()
    {
        _watch.Counted(Seconds(60, _ => 140), Now);
        Assert.Null(_watch.Trip);
        Assert.Equal(150, _watch.Now(hasTraffic: true).Limit);
    }

    [Fact]
    public void TwiceVeryLittle_IsVeryLittle()
    {
        var watch = new LatencyWatch(1);
        watch.Counted(Seconds(60, _ => 90), Now);
        Assert.Null(watch.Trip);
    }

    [Fact]
    public void NotKnownFromBefore_NeverTripsAndSaysSo()
    {
        var watch = new LatencyWatch(null);
        watch.Counted(Seconds(60, _ => 4000), Now);
        Assert.Equal((null, null, "not known from before the change"), (watch.Trip, watch.Now(hasTraffic: true).Limit, watch.Now(hasTraffic: true).Evidence));
    }

    [Fact]
    public void TooFewAnswers_SayNothing()
    {
        _watch.Counted(Seconds(60, _ => 4000, 1), Now);
        Assert.Equal((null, null), (_watch.Trip, _watch.Now(hasTraffic: true).Value));
    }

    private static IEnumerable<TrafficSecond> Seconds(int count, Func<int, double> latency, int answers) => Enumerable.Range(1, count).Select(back =>
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < answers; i++)
        {
            histogram.Add(latency(back));
        }

        return new TrafficSecond(Now - back, Slot.Green, answers, 0, histogram);
    });

    private static IEnumerable<TrafficSecond> Seconds(int seconds, Func<int, double> latency) => Seconds(seconds, latency, 20);
}
