using Bunit;
using OpsConsole.Client.Runs;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests.Runs;

public sealed class RatePanelTests
{
    [Fact]
    public void NothingRan_IsSaid_AndNeverShownAsAShare()
    {
        using var page = new Page(Role.Viewer);
        var panel = page.Show<RatePanel>();
        Assert.Equal("Nothing ran", panel.Find("[data-test=rate-ratio]").TextContent);
        Assert.False(panel.Find("[data-test=rate-ratio]").HasAttribute("data-value"));
        Assert.Contains("No run ended in that time.", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("Nothing was taken back yet.", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("Nothing to compare yet.", panel.Markup, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("[data-test=rate-row]"));
        Assert.DoesNotContain("%<", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Hour_ShowsWhatBecameOfItsRuns()
    {
        using var page = new Page(Role.Viewer);
        page.Doors.Rate = Rate(page);
        var panel = page.Show<RatePanel>();
        Assert.Equal(("4 of 7 succeeded", "0.5714"), (panel.Find("[data-test=rate-ratio]").TextContent, panel.Find("[data-test=rate-ratio]").GetAttribute("data-value")));
        Assert.Equal("2 undone", panel.Find("[data-test=rate-undone]").TextContent);
        Assert.Contains("mark-trouble", panel.Find("[data-test=rate-failed]").ClassList);
        Assert.Equal("0.4 s", panel.Find("[data-test=undo-median]").TextContent);
        Assert.Equal("worst 3.0 s,", panel.Find("[data-test=undo-worst]").TextContent);
        Assert.Equal("1.5 s", panel.Find("[data-test=prediction-error]").TextContent);
        Assert.Contains("of 9 that succeeded", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Quarters_AreARowEach_AndABarEach()
    {
        using var page = new Page(Role.Viewer);
        page.Doors.Rate = Rate(page);
        var panel = page.Show<RatePanel>();
        Assert.Equal(["09:15 UTC to 09:30 UTC", "7", "4", "2", "1"], panel.FindAll("[data-test=rate-row]")[0].QuerySelectorAll("td").Select(cell => cell.TextContent));
        Assert.Equal(2, panel.FindAll("[data-test=rate-row]").Count);
        Assert.Equal(2, panel.FindAll(".quarter").Count(quarter => quarter.QuerySelector("i") is not null));
        Assert.NotNull(panel.FindAll(".quarter")[^1].QuerySelector("i.failed"));
    }

    [Fact]
    public async Task EndOfARun_IsReadAtOnce()
    {
        using var page = new Page(Role.Viewer);
        var panel = page.Show<RatePanel>();
        page.Doors.Rate = Rate(page);
        page.Feed.Publish(Situation.Run());
        await Eventually.BecomesTrueAsync(() => panel.Find("[data-test=rate-ratio]").TextContent == "4 of 7 succeeded");
    }

    private static RunRate Rate(Page page)
    {
        var now = page.Time.GetUtcNow();
        var quarter = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.FromMinutes(15).Ticks), TimeSpan.Zero);
        return new RunRate(
            new RateHour(7, 4, 2, 1, 0.5714),
            [new RateRow(quarter, quarter.AddMinutes(15), 7, 4, 2, 1), new RateRow(quarter.AddHours(-3), quarter.AddHours(-3).AddMinutes(15), 1, 1, 0, 0)],
            new WaysBack(3, 0.4, 3, [0.4, 3, 0.2]),
            new PredictionError(9, 1.5));
    }
}
