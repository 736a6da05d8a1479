using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Tests.Traffic;

public sealed class TrafficHistoryTests
{
    private const long Noon = 1_773_489_600;

    private readonly TrafficHistory _history = new("shop", "gateway");

    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    [InlineData(30, 5)]
    [InlineData(60, 10)]
    [InlineData(61, 60)]
    [InlineData(360, 60)]
    [InlineData(720, 120)]
    [InlineData(1440, 240)]
    public void Last_AnyStretch_HasAtMost360Points(int minutes, int step)
    {
        for (var minute = 0; minute < 1440; minute++)
        {
            Tell(Noon - (minute * 60) - 60, 60);
        }

        var state = _history.Last(minutes, Noon);
        Assert.Equal(step, state.StepSeconds);
        Assert.InRange(state.Points.Count, 1, TrafficHistory.MaxPoints);
    }

    [Fact]
    public void Last_TwoHours_ReachesBackTwoHours()
    {
        for (var second = 7200; second > 0; second -= 60)
        {
            Tell(Noon - second, 60);
        }

        var points = _history.Last(120, Noon).Points;
        Assert.Equal(120, points.Count);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Noon - 7200 + 60), points[0].At);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Noon), points[^1].At);
        Assert.All(points, point => Assert.Equal(10, point.Qps));
    }

    [Fact]
    public void Last_NobodySpokeForAWhile_IsAGapAndNoZero()
    {
        Tell(Noon - 60, 10);
        Tell(Noon - 20, 10);
        var points = _history.Last(1, Noon).Points;
        Assert.Equal(20, points.Count);
        Assert.DoesNotContain(points, point => point.At > DateTimeOffset.FromUnixTimeSeconds(Noon - 50) && point.At <= DateTimeOffset.FromUnixTimeSeconds(Noon - 20));
    }

    [Fact]
    public void Last_SpokeOfNoAnswers_IsZeroPerSecondAndNothingElse()
    {
        _history.Add([], Seconds(Noon - 10, 10));
        var point = _history.Last(1, Noon).Points[^1];
        Assert.Equal((0.0, null, null, null, null), (point.Qps, point.P50Ms, point.P95Ms, point.P99Ms, point.ErrorRatio));
    }

    [Fact]
    public void Last_SecondThatIsNotComplete_IsLeftOut()
    {
        Tell(Noon - 5, 10);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Noon), _history.Last(1, Noon).Points[^1].At);
    }

    [Fact]
    public void Recent_BothSlots_AddUp()
    {
        var slow = new LatencyHistogram();
        slow.Add(100);
        _history.Add(
            [new TrafficSecond(Noon - 1, Slot.Blue, 3, 0, new LatencyHistogram()), new TrafficSecond(Noon - 1, Slot.Green, 1, 1, slow)],
            Seconds(Noon - 2, 2));
        var point = _history.Recent(Noon, 2);
        Assert.Equal(2, point.Qps);
        Assert.Equal(0.25, point.ErrorRatio);
        Assert.InRange(point.P95Ms!.Value, 97, 103);
    }

    [Fact]
    public void Forget_SourceTellsTheSameHourAgain_NothingCountsTwice()
    {
        Tell(Noon - 3600, 3600);
        _history.Forget(Noon - 3600);
        Tell(Noon - 3600, 1800);
        Assert.All(_history.Last(60, Noon - 1800).Points, point => Assert.Equal(10, point.Qps));
        Assert.All(_history.Last(120, Noon).Points, point => Assert.Equal(10, point.Qps));
    }

    /// <summary>Ten answers in each of so many seconds.</summary>
    private void Tell(long from, int count)
        => _history.Add(Seconds(from, count).Select(second => new TrafficSecond(second, Slot.Blue, 10, 0, new LatencyHistogram())), Seconds(from, count));

    private static List<long> Seconds(long from, int count) => [.. Enumerable.Range(0, count).Select(index => from + index)];
}
