using OpsConsole.Server.Runs.Bakes;
using OpsConsole.Server.Slots;

namespace OpsConsole.Server.Tests.Runs;

public sealed class UsageWatchTests
{
    private readonly UsageWatch _watch = new(100_000_000);

    [Theory]
    [InlineData(0.79, false)]
    [InlineData(0.81, true)]
    public void Cpu_ShareOfItsOwnLimitForAMinute_Trips(double share, bool trips)
    {
        Feed(70, second => new SlotUsage(second * share * 2, 2, null));
        Assert.Equal(trips ? UsageWatch.Cpu : null, _watch.Trip?.Rule);
        Assert.Equal(share, _watch.Now[0].Value!.Value, 2);
    }

    [Fact]
    public void Cpu_BusyForHalfAMinute_DoesNotTrip()
    {
        Feed(70, second => new SlotUsage(Math.Min(second, 30), 1, null));
        Assert.Null(_watch.Trip);
    }

    [Fact]
    public void Cpu_WithoutALimit_IsNotApplicable()
    {
        Feed(70, second => new SlotUsage(second * 4, null, null));
        Assert.Equal((null, null, "not applicable: the slot has no limit"), (_watch.Trip, _watch.Now[0].Limit, _watch.Now[0].Evidence));
    }

    [Theory]
    [InlineData(149_000_000, false)]
    [InlineData(151_000_000, true)]
    public void Memory_UpByHalfForAMinute_Trips(long bytes, bool trips)
    {
        Feed(70, second => new SlotUsage(second, null, bytes));
        Assert.Equal(trips ? UsageWatch.Memory : null, _watch.Trip?.Rule);
    }

    [Fact]
    public void Process_IsAnotherOne_IsMeasuredAnew()
    {
        Feed(60, second => new SlotUsage(second, 1, 160_000_000));
        _watch.Measured(new SlotUsage(0.1, 1, 50_000_000), TimeSpan.FromSeconds(65));
        Assert.Equal((null, null), (_watch.Trip, _watch.Now[0].Value));
    }

    [Fact]
    public void Nothing_IsMeasured_SaysSo()
    {
        Feed(70, _ => SlotUsage.Unknown);
        Assert.All(_watch.Now, rule => Assert.Equal((null, "not measured"), (rule.Value, rule.Evidence)));
        Assert.Null(_watch.Trip);
    }

    private void Feed(int seconds, Func<double, SlotUsage> usage)
    {
        for (var second = 0; second <= seconds; second += 5)
        {
            _watch.Measured(usage(second), TimeSpan.FromSeconds(second));
        }
    }
}
