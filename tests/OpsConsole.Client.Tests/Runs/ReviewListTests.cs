using Bunit;
using OpsConsole.Client.Runs;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests.Runs;

/// <summary>What went through in spite of a no is listed for whoever looks afterwards.</summary>
public sealed class ReviewListTests
{
    private const string Row = "[data-test=review-row]";

    [Fact]
    public void NothingInSpite_IsSaid()
    {
        using var page = new Page(Role.Viewer).AllCalm();
        var list = page.Show<ReviewList>();
        Assert.Empty(list.FindAll(Row));
        Assert.Single(list.FindAll("[data-test=review-none]"));
    }

    [Fact]
    public void BrokenGlassAndOverrides_SayWhoWhenAndWhy_NewestFirst()
    {
        using var page = new Page(Role.Viewer).AllCalm();
        page.Doors.Runs.Add(Broken(7));
        page.Doors.Runs.Add(Overrode(9));
        page.Doors.Runs.Add(Broken(10) with { State = RunPhase.Running, EndedAt = null });
        var list = page.Show<ReviewList>();
        var rows = list.FindAll(Row);
        Assert.Equal(["9", "7"], rows.Select(row => row.GetAttribute("data-value")));
        Assert.Equal("/runs/9", rows[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("overrode clocks", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("sre-7, agreed by lead-1", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("the index is stuck", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("break glass", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("mark-trouble", rows[1].InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public void Rollback_ThatAGateWarnedOf_OverrodeNothing()
        => Assert.Empty(RunName.Overridden(Overrode(9) with { Operation = Operation.Rollback }));

    [Fact]
    public async Task ManyRows_AreShownWhenAskedFor()
    {
        using var page = new Page(Role.Viewer);
        page.Doors.Runs.AddRange(Enumerable.Range(1, 5).Select(id => Broken(id)));
        var list = page.Show<ReviewList>();
        Assert.Equal(3, list.FindAll(Row).Count);
        await list.Find("button").ClickAsync();
        Assert.Equal(5, list.FindAll(Row).Count);
    }

    [Fact]
    public async Task EndOfABrokenGlass_ComesByTheFeed()
    {
        using var page = new Page(Role.Viewer);
        var list = page.Show<ReviewList>();
        page.Doors.Runs.Add(Broken(7));
        page.Feed.Publish(Broken(7));
        await Eventually.BecomesTrueAsync(() => list.FindAll(Row).Count == 1);
    }

    private static RunState Broken(long id) => Situation.Run(id: id) with { BreakGlass = true };

    private static RunState Overrode(long id) => Situation.Run(id: id) with
    {
        RequestedBy = "sre-7",
        ApprovedBy = "lead-1",
        Reason = "the index is stuck",
        Gates = [new GateResult("clocks", GateVerdict.Fail, "lb-1 is 45 s ahead.", Situation.Now, true), new GateResult("storage", GateVerdict.Pass, "61 % is free.", Situation.Now, false)],
    };
}
