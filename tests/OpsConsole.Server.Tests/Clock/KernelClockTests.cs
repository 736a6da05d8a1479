using OpsConsole.Server.Clock;

namespace OpsConsole.Server.Tests.Clock;

public sealed class KernelClockTests
{
    private const int Nanoseconds = 0x2000;
    private const int Unsynchronised = 0x0040;
    private const int StateError = 5;

    [Fact]
    public void Interpret_KernelWantsToAdd_ClockIsBehind()
    {
        var reading = KernelClock.Interpret(0, 0, 1_500, 25_000);
        Assert.Equal(-0.0015, reading.OffsetSeconds, 12);
        Assert.Equal(0.025, reading.MaxErrorSeconds, 12);
        Assert.True(reading.Synchronised);
    }

    [Fact]
    public void Interpret_KernelWantsToTakeAway_ClockIsAhead()
        => Assert.Equal(0.0015, KernelClock.Interpret(0, 0, -1_500, 25_000).OffsetSeconds, 12);

    [Fact]
    public void Interpret_Nanoseconds_AreOfTheOffsetAlone()
    {
        var reading = KernelClock.Interpret(0, Nanoseconds, -1_500, 25_000);
        Assert.Equal(1.5e-6, reading.OffsetSeconds, 15);
        Assert.Equal(0.025, reading.MaxErrorSeconds, 12);
    }

    [Theory]
    [InlineData(0, Unsynchronised)]
    [InlineData(StateError, 0)]
    [InlineData(StateError, Unsynchronised)]
    public void Interpret_FollowsNothing_IsNotSynchronised(int state, int status)
        => Assert.False(KernelClock.Interpret(state, status, 0, 16_000_000).Synchronised);

    [Fact]
    public void Interpret_NothingToAdd_IsNoMinusZero()
        => Assert.False(double.IsNegative(KernelClock.Interpret(0, 0, 0, 1).OffsetSeconds));

    [Fact]
    public async Task Read_ThisMachine_IsAMeasurementOrSaysWhyNot()
    {
        var reading = await new KernelClockSource("here").ReadAsync(TestContext.Current.CancellationToken);
        Assert.True(reading is { Synchronised: true, OffsetSeconds: not null, BoundSeconds: >= 0 } or { Synchronised: false, OffsetSeconds: null, BoundSeconds: null, Detail: not null });
    }
}
