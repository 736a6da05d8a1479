using OpsConsole.Client.Live;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests.Live;

public sealed class HandoverTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void Take_GivesWhatWasKept_Once()
    {
        var handover = new Handover(_time);
        var key = handover.Keep("rows");
        Assert.Equal("rows", handover.Take<string>(key));
        Assert.Null(handover.Take<string>(key));
        Assert.Null(handover.Take<string>(null));
    }

    [Fact]
    public void Take_AfterHalfAMinute_GivesNothing()
    {
        var handover = new Handover(_time);
        var key = handover.Keep("rows");
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Null(handover.Take<string>(key));
    }

    [Fact]
    public void Keep_OfManyPages_ForgetsTheOldest()
    {
        var handover = new Handover(_time);
        var keys = Enumerable.Range(0, 300).Select(n => handover.Keep($"rows {n}")).ToList();
        Assert.Null(handover.Take<string>(keys[43]));
        Assert.Equal("rows 44", handover.Take<string>(keys[44]));
        Assert.Equal("rows 299", handover.Take<string>(keys[299]));
    }
}
