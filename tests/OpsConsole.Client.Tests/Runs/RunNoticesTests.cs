using Bunit;
using OpsConsole.Client.Runs;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests.Runs;

public sealed class RunNoticesTests
{
    private const string Waiting = "[data-test=waiting-notice]";
    private const string Scheduled = "[data-test=scheduled-notice]";
    private const string Broken = "[data-test=break-glass-notice]";

    [Theory]
    [InlineData(Role.Viewer, "sre-7", false)]
    [InlineData(Role.Sre, "sre-7", false)]
    [InlineData(Role.Lead, "sre-2", false)]
    [InlineData(Role.Lead, "sre-7", true)]
    public void WaitingRun_IsStrongForWhoeverCanGiveTheYes(Role role, string askedBy, bool strong)
    {
        using var page = new Page(role);
        page.Doors.Runs.Add(Waits(page, askedBy));
        var notice = page.Show<RunNotices>().Find(Waiting);
        Assert.Equal(strong, notice.ClassList.Contains("strong"));
        Assert.Contains($"Switch to green, asked for by {askedBy}, waits for {(strong ? "your yes" : "a second person")} until", notice.TextContent, StringComparison.Ordinal);
        Assert.Equal("/runs/413", notice.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task WaitingRun_ComesAndGoesByTheFeed()
    {
        using var page = new Page(Role.Lead);
        var notices = page.Show<RunNotices>();
        Assert.Empty(notices.FindAll(Waiting));
        page.Feed.Publish(Waits(page, "sre-7"));
        await Eventually.BecomesTrueAsync(() => notices.FindAll(Waiting).Count == 1);
        page.Feed.Publish(Waits(page, "sre-7") with { State = RunPhase.Running });
        await Eventually.BecomesTrueAsync(() => notices.FindAll(Waiting).Count == 0);
    }

    [Fact]
    public void ManyWaitingRuns_AreCounted()
    {
        using var page = new Page(Role.Viewer);
        page.Doors.Runs.AddRange(Enumerable.Range(1, 5).Select(id => Waits(page, "sre-7") with { Id = id }));
        var notices = page.Show<RunNotices>();
        Assert.Equal(3, notices.FindAll(Waiting).Count);
        Assert.Contains("2 more wait for a second person.", notices.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScheduledRun_SaysWhenItBeginsAndWhenItIsGivenUp()
    {
        using var page = new Page(Role.Viewer);
        var now = page.Time.GetUtcNow();
        var later = Waits(page, "sre-7") with { State = RunPhase.Scheduled, Approval = null, Window = new RunWindow(now.AddHours(8), now.AddHours(9)) };
        page.Doors.Runs.Add(later);
        var notices = page.Show<RunNotices>();
        var notice = notices.Find(Scheduled);
        Assert.Equal("Switch to green, asked for by sre-7, waits for its window: it begins at 17:26 UTC, and is given up at 18:26 UTC.", notice.QuerySelector(".mark")!.TextContent);
        Assert.Equal("/runs/413", notice.QuerySelector("a")!.GetAttribute("href"));
        Assert.DoesNotContain("strong", notice.ClassList);
        page.Time.Advance(TimeSpan.FromHours(8) + TimeSpan.FromMinutes(1));
        await Eventually.BecomesTrueAsync(() => notices.Find(Scheduled).TextContent.Contains("begins as soon as no other run is at work, and is given up at 18:26 UTC.", StringComparison.Ordinal));
        page.Feed.Publish(later with { State = RunPhase.Running });
        await Eventually.BecomesTrueAsync(() => notices.FindAll(Scheduled).Count == 0);
    }

    [Fact]
    public void ScheduledRuns_ComeInTheOrderOfTheirWindows()
    {
        using var page = new Page(Role.Viewer);
        var now = page.Time.GetUtcNow();
        page.Doors.Runs.AddRange(Enumerable.Range(1, 4).Select(id => Waits(page, "sre-7") with { Id = id, State = RunPhase.Scheduled, Window = new RunWindow(now.AddHours(10 - id), now.AddHours(20)) }));
        var notices = page.Show<RunNotices>();
        Assert.Equal(["4", "3", "2"], notices.FindAll(Scheduled).Select(notice => notice.GetAttribute("data-value")));
        Assert.Contains("1 more wait for their window.", notices.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void BrokenGlass_IsLoudForEverybody_UntilADayAfterItsEnd()
    {
        using var page = new Page(Role.Viewer);
        var now = page.Time.GetUtcNow();
        var run = Situation.Run() with { BreakGlass = true };
        page.Doors.Runs.AddRange(
        [
            run with { Id = 1, EndedAt = now.AddHours(-25) },
            run with { Id = 2, EndedAt = now.AddHours(-23) },
            run with { Id = 3, EndedAt = null, State = RunPhase.Running },
        ]);
        var shown = page.Show<RunNotices>().FindAll(Broken);
        Assert.Equal(["2", "3"], shown.Select(notice => notice.GetAttribute("data-value")));
        Assert.All(shown, notice => Assert.Contains("loud", notice.ClassList));
        Assert.Contains("without the second person it needed", shown[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Kiosk_IsToldNothing()
    {
        using var page = new Page(Role.Kiosk);
        page.Doors.Runs.Add(Waits(page, "sre-7"));
        Assert.Empty(page.Show<RunNotices>().FindAll(".notice"));
    }

    private static RunState Waits(Page page, string by)
    {
        var run = Situation.Waiting(by: by);
        return run with { Approval = run.Approval! with { Until = page.Time.GetUtcNow().AddHours(1) } };
    }
}
