using System.Globalization;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Gates.Schedule;

namespace OpsConsole.Server.Tests.Gates.Schedule;

/// <summary>The clock of Berlin is set forward on 2026-03-29 at 02:00 (01:00Z) to 03:00, and back on 2026-10-25 at 03:00 (01:00Z) to 02:00. Both are Sundays.</summary>
public sealed class WindowVerdictTests
{
    [Theory]
    [InlineData("2026-03-07T01:59:59Z", false)] // Saturday
    [InlineData("2026-03-07T02:00:00Z", true)]
    [InlineData("2026-03-07T04:59:59Z", true)]
    [InlineData("2026-03-07T05:00:00Z", false)]
    [InlineData("2026-03-09T03:00:00Z", false)] // Monday
    public void Of_OrdinaryDay_HoldsFromItsFirstMinuteToTheOneBeforeItsEnd(string at, bool holds) => Assert.Equal(holds, Holds(at, "02:00", "05:00", "UTC", Weekday.Sat, Weekday.Sun));

    [Theory]
    [InlineData("2026-03-06T21:59:59Z", false)] // Friday
    [InlineData("2026-03-06T22:00:00Z", true)]
    [InlineData("2026-03-07T00:00:00Z", true)]
    [InlineData("2026-03-07T03:59:59Z", true)]
    [InlineData("2026-03-07T04:00:00Z", false)]
    [InlineData("2026-03-06T02:00:00Z", false)] // The morning belongs to Thursday's night.
    [InlineData("2026-03-07T22:30:00Z", false)]
    public void Of_AcrossMidnight_BelongsToTheDayItBeginsOn(string at, bool holds) => Assert.Equal(holds, Holds(at, "22:00", "04:00", "UTC", Weekday.Fri));

    [Theory]
    [InlineData("2026-03-28T00:59:00Z", false)]
    [InlineData("2026-03-28T01:00:00Z", true)] // 02:00 on Saturday, still winter
    [InlineData("2026-03-29T00:59:59Z", false)] // 01:59:59 on Sunday
    [InlineData("2026-03-29T01:00:00Z", true)] // 03:00: the hour from 02:00 on does not come
    [InlineData("2026-03-29T02:59:59Z", true)]
    [InlineData("2026-03-29T03:00:00Z", false)] // 05:00
    public void Of_NightTheClockIsSetForward_IsTwoHours(string at, bool holds) => Assert.Equal(holds, Holds(at, "02:00", "05:00", "Europe/Berlin", Weekday.Sat, Weekday.Sun));

    [Theory]
    [InlineData("2026-10-24T23:59:59Z", false)] // 01:59:59 on Sunday
    [InlineData("2026-10-25T00:00:00Z", true)] // 02:00 the first time
    [InlineData("2026-10-25T01:00:00Z", true)] // 02:00 again
    [InlineData("2026-10-25T03:59:59Z", true)]
    [InlineData("2026-10-25T04:00:00Z", false)] // 05:00
    public void Of_NightTheClockIsSetBack_IsFourHours(string at, bool holds) => Assert.Equal(holds, Holds(at, "02:00", "05:00", "Europe/Berlin", Weekday.Sun));

    [Theory]
    [InlineData("2026-03-07T04:30:00Z", 30, true)]
    [InlineData("2026-03-07T04:30:01Z", 30, false)]
    [InlineData("2026-03-07T04:30:30Z", 29, true)]
    [InlineData("2026-03-07T04:59:59Z", 0, true)]
    [InlineData("2026-03-07T04:59:59Z", 1, false)]
    public void Of_WindowClosesTooSoon_FailsAndSaysWhen(string at, int minutes, bool holds)
    {
        var window = new WindowOptions { Days = [Weekday.Sat], From = "02:00", To = "05:00" };
        var answer = WindowVerdict.Of([window], DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), minutes);
        Assert.Equal(holds ? GateVerdict.Pass : GateVerdict.Fail, answer.State);
        Assert.Equal(!holds, answer.Evidence.EndsWith($"{minutes} min are wanted.", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_AnotherWindowGoesOnWhereOneCloses_HoldsOverBoth()
    {
        WindowOptions[] windows = [new() { Days = [Weekday.Sat], From = "02:00", To = "05:00" }, new() { Days = [Weekday.Sat], From = "05:00", To = "06:00" }];
        var at = new DateTimeOffset(2026, 3, 7, 4, 50, 0, TimeSpan.Zero);
        Assert.Equal((GateVerdict.Pass, GateVerdict.Fail), (WindowVerdict.Of(windows, at, 30).State, WindowVerdict.Of([windows[0]], at, 30).State));
    }

    [Fact]
    public void Of_InsideTheHourThatComesTwice_HoldsTwice()
    {
        Assert.Equal(
            [true, false, true, false],
            new[] { "2026-10-25T00:20:00Z", "2026-10-25T00:50:00Z", "2026-10-25T01:20:00Z", "2026-10-25T01:50:00Z" }.Select(at => Holds(at, "02:15", "02:45", "Europe/Berlin", Weekday.Sun)));
    }

    [Theory]
    [InlineData("2026-03-28T21:00:00Z", true)] // 22:00 on Saturday
    [InlineData("2026-03-29T01:59:59Z", true)] // 03:59:59 on Sunday, an hour earlier than the night before
    [InlineData("2026-03-29T02:00:00Z", false)]
    [InlineData("2026-10-24T20:00:00Z", true)]
    [InlineData("2026-10-25T02:59:59Z", true)]
    [InlineData("2026-10-25T03:00:00Z", false)]
    public void Of_AcrossMidnightInBothNights_EndsByTheWallClock(string at, bool holds) => Assert.Equal(holds, Holds(at, "22:00", "04:00", "Europe/Berlin", Weekday.Sat));

    [Fact]
    public void Of_FromAndToAreTheSame_IsAWholeDay()
        => Assert.Equal([false, true, true, false], new[] { "2026-03-07T05:59:59Z", "2026-03-07T06:00:00Z", "2026-03-08T05:59:59Z", "2026-03-08T06:00:00Z" }.Select(at => Holds(at, "06:00", "06:00", "UTC", Weekday.Sat)));

    [Theory]
    [InlineData("2026-03-10T12:00:00Z", "02:00", "05:00", "2026-03-15T01:00:00.000Z")]
    [InlineData("2026-03-25T12:00:00Z", "02:00", "05:00", "2026-03-29T01:00:00.000Z")] // At the end of the gap.
    [InlineData("2026-03-25T12:00:00Z", "02:15", "02:45", "2026-04-05T00:15:00.000Z")] // The one in the gap does not come.
    [InlineData("2026-10-20T12:00:00Z", "02:00", "05:00", "2026-10-25T00:00:00.000Z")] // The first of two.
    public void Of_Outside_NamesTheNext(string at, string from, string to, string next)
    {
        var answer = WindowVerdict.Of([Window(from, to, "Europe/Berlin", Weekday.Sun)], Instant(at));
        Assert.Equal((GateVerdict.Fail, $"Outside of every window. The next is Sun {from} to {to} Europe/Berlin, from {next} on."), (answer.State, answer.Evidence));
    }

    [Fact]
    public void Of_SeveralWindows_OneIsEnough()
        => Assert.Equal(
            (GateVerdict.Pass, "In the window Tue 10:00 to 11:00 UTC."),
            WindowVerdict.Of([Window("02:00", "05:00", "UTC", Weekday.Sun), Window("10:00", "11:00", "UTC", Weekday.Tue)], Instant("2026-03-10T10:30:00Z")) is var answer ? (answer.State, answer.Evidence) : default);

    [Fact]
    public void Of_NoWindow_DoesNotApply() => Assert.Equal(GateVerdict.NotApplicable, WindowVerdict.Of([], Instant("2026-03-10T10:30:00Z")).State);

    [Theory]
    [InlineData("2026-03-06T12:00:00Z", "2026-03-07T02:00:00Z", "2026-03-07T05:00:00Z")]
    [InlineData("2026-03-07T03:00:00Z", "2026-03-14T02:00:00Z", "2026-03-14T05:00:00Z")] // The one that is open is not the next.
    public void Next_LiesAhead_AndEndsWithItsLastMinute(string now, string start, string end)
        => Assert.Equal(new RunWindow(Instant(start), Instant(end)), WindowVerdict.Next([Window("02:00", "05:00", "UTC", Weekday.Sat)], Instant(now)));

    [Fact]
    public void Next_OfSeveral_IsTheFirst()
        => Assert.Equal(
            new RunWindow(Instant("2026-03-06T22:00:00Z"), Instant("2026-03-07T04:00:00Z")),
            WindowVerdict.Next([Window("02:00", "05:00", "UTC", Weekday.Sun), Window("22:00", "04:00", "UTC", Weekday.Fri)], Instant("2026-03-06T12:00:00Z")));

    [Fact]
    public void Next_WithoutAWindow_IsNone() => Assert.Null(WindowVerdict.Next([], Instant("2026-03-10T10:30:00Z")));

    [Fact]
    public void Next_ThatNeverCloses_HasAnEndAllTheSame()
        => Assert.Equal(Instant("2026-03-07T00:00:00Z"), WindowVerdict.Next([Window("00:00", "00:00", "UTC", [.. Enum.GetValues<Weekday>()])], Instant("2026-03-06T12:00:00Z"))!.Start);

    private static bool Holds(string at, string from, string to, string zone, params Weekday[] days)
        => WindowVerdict.Of([Window(from, to, zone, days)], Instant(at)).State is GateVerdict.Pass;

    private static WindowOptions Window(string from, string to, string zone, params Weekday[] days) => new() { Days = [.. days], From = from, To = to, TimeZone = zone };

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
