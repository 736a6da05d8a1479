using System.Globalization;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Gates.Schedule;

namespace OpsConsole.Server.Tests.Gates.Schedule;

public sealed class JobVerdictTests
{
    [Theory]
    [InlineData("2026-03-11T18:44:59Z", GateVerdict.Pass, "No job is due. The next is report at 2026-03-11T19:00:00.000Z.")] // Wednesday, 20:00 in Berlin
    [InlineData("2026-03-11T18:45:00Z", GateVerdict.Fail, "report begins in 15 min, at 2026-03-11T19:00:00.000Z.")]
    [InlineData("2026-03-11T18:59:30Z", GateVerdict.Fail, "report begins in 1 min, at 2026-03-11T19:00:00.000Z.")]
    [InlineData("2026-03-11T19:00:00Z", GateVerdict.Fail, "report runs until 2026-03-11T19:30:00.000Z.")]
    [InlineData("2026-03-11T19:29:59Z", GateVerdict.Fail, "report runs until 2026-03-11T19:30:00.000Z.")]
    [InlineData("2026-03-11T19:30:00Z", GateVerdict.Pass, "No job is due. The next is report at 2026-03-18T19:00:00.000Z.")]
    [InlineData("2026-04-01T18:00:00Z", GateVerdict.Fail, "report runs until 2026-04-01T18:30:00.000Z.")] // An hour earlier in summer.
    public void Of_AWeeklyJob_FailsFromAQuarterOfAnHourBeforeToItsEnd(string at, GateVerdict expected, string says)
        => Judged(expected, says, at, Job("report", "20:00", 30, Weekday.Wed));

    [Theory]
    [InlineData("2026-03-08T23:59:00Z", GateVerdict.Fail)] // Sunday's, into Monday
    [InlineData("2026-03-09T22:29:59Z", GateVerdict.Fail)]
    [InlineData("2026-03-09T22:30:00Z", GateVerdict.Pass)]
    public void Of_AJobThatTakesADay_RunsIntoTheNext(string at, GateVerdict expected)
        => Assert.Equal(expected, JobVerdict.Of([Job("copy", "23:30", 1440, Weekday.Sun)], Instant(at)).State);

    [Theory]
    [InlineData("2026-03-29T00:44:59Z", GateVerdict.Pass)]
    [InlineData("2026-03-29T00:45:00Z", GateVerdict.Fail)] // 02:30 does not come: it begins at 03:00, which is 01:00Z.
    [InlineData("2026-03-29T01:29:59Z", GateVerdict.Fail)]
    [InlineData("2026-03-29T01:30:00Z", GateVerdict.Pass)]
    [InlineData("2026-10-25T00:30:00Z", GateVerdict.Fail)] // 02:30 comes twice, and either may be meant.
    [InlineData("2026-10-25T01:00:00Z", GateVerdict.Pass)]
    [InlineData("2026-10-25T01:30:00Z", GateVerdict.Fail)]
    [InlineData("2026-10-25T02:00:00Z", GateVerdict.Pass)]
    public void Of_ANightTheClockIsSet_TakesTheJobWhereverItMayRun(string at, GateVerdict expected)
        => Assert.Equal(expected, JobVerdict.Of([Job("dump", "02:30", at.StartsWith("2026-10", StringComparison.Ordinal) ? 10 : 30, Weekday.Sun)], Instant(at)).State);

    [Fact]
    public void Of_SeveralAreDue_NamesEach()
        => Judged(GateVerdict.Fail, "dump runs until 2026-03-11T19:30:00.000Z. report begins in 5 min, at 2026-03-11T19:25:00.000Z.", "2026-03-11T19:20:00Z", Job("report", "20:25", 10, Weekday.Wed), Job("dump", "20:00", 30, Weekday.Wed));

    [Fact]
    public void Of_NoJob_DoesNotApply() => Assert.Equal(GateVerdict.NotApplicable, JobVerdict.Of([], Instant("2026-03-11T19:20:00Z")).State);

    private static void Judged(GateVerdict expected, string says, string at, params JobOptions[] jobs)
    {
        var answer = JobVerdict.Of(jobs, Instant(at));
        Assert.Equal((expected, says, Instant(at)), (answer.State, answer.Evidence, answer.MeasuredAt));
    }

    private static JobOptions Job(string name, string at, int minutes, params Weekday[] days) => new() { Name = name, Days = [.. days], At = at, Minutes = minutes, TimeZone = "Europe/Berlin" };

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
