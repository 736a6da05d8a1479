using OpsConsole.Client.Clock;

namespace OpsConsole.Client.Tests.Clock;

public sealed class ClockScaleTests
{
    private static readonly ClockThresholds s_limits = new(0.05, 1);

    [Fact]
    public void Linear_PutsZeroInTheMiddleAndTheLimitsInside()
    {
        var scale = ClockScale.Linear(s_limits);
        Assert.Equal(50, scale.At(0));
        Assert.Equal(90, scale.At(0.05), 6);
        Assert.Equal(10, scale.At(-0.05), 6);
    }

    [Fact]
    public void Linear_WhatIsFarOff_StaysAtTheEdge()
    {
        var scale = ClockScale.Linear(s_limits);
        Assert.True(scale.IsBeyond(45));
        Assert.Equal(100, scale.At(45));
        Assert.Equal(0, scale.At(-45));
    }

    [Fact]
    public void Log_HasRoomForTheFurthest()
    {
        var scale = ClockScale.Log(Situation.Clock(Situation.Node("lb-1", 45), Situation.Node("db-1", 0.001)));
        Assert.False(scale.IsBeyond(45));
        Assert.InRange(scale.At(45), 90, 100);
        Assert.InRange(scale.At(0.001), 51, 60);
    }

    [Fact]
    public void Style_IsWrittenForMachines()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        Thread.CurrentThread.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal("left:90%", ClockScale.Linear(s_limits).Left(0.05));
            Assert.Equal("left:49.2%;width:1.6%", ClockScale.Linear(s_limits).Between(-0.001, 0.001));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }
}
