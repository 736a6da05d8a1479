using OpsConsole.Support;

namespace OpsConsole.Server.Tests;

public sealed class FakeTimeTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public async Task Advance_DelayOnTheWay_EndsAtItsInstant()
    {
        var begin = _time.GetUtcNow();
        var delay = Task.Delay(TimeSpan.FromSeconds(2), _time, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(delay.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await delay;
        Assert.Equal(begin.AddSeconds(2), _time.GetUtcNow());
    }

    [Fact]
    public void Advance_PeriodicTimer_IsCalledOncePerPeriod()
    {
        var calls = new List<TimeSpan>();
        using var timer = _time.CreateTimer(_ => calls.Add(_time.Elapsed), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
        _time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal([1, 4, 7], calls.Select(at => (int)at.TotalSeconds));
    }

    [Fact]
    public void SetUtcNow_ClockIsSetBack_ElapsedTimeGoesOn()
    {
        var begin = _time.GetTimestamp();
        _time.SetUtcNow(_time.GetUtcNow().AddHours(-1));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(5, _time.GetElapsedTime(begin).TotalSeconds, precision: 3);
    }
}
