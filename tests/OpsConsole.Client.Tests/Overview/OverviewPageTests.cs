using Bunit;
using OpsConsole.Client.Overview;
using OpsConsole.Client.Shell;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests.Overview;

public sealed class OverviewPageTests
{
    private static readonly string[] s_values = ["live-slot", "qps-value", "p95-value", "errors-value", "skew-value"];

    [Fact]
    public void Calm_ShowsTheRawValuesOfTheApi()
    {
        using var page = new Page().AllCalm();
        var shown = page.Show<OverviewPage>();
        Assert.Equal(["green", "212", "184", "0.0002", "0.007"], s_values.Select(name => Value(shown, name)));
        Assert.Equal("up", Value(shown, "health-api-blue"));
        Assert.Equal("up", Value(shown, "health-PostgreSQL"));
        Assert.Equal("succeeded", Value(shown, "run-state"));
        Assert.Equal("succeeded", Value(shown, "run-step-bake"));
        Assert.Empty(shown.FindAll("[data-test=stale-badge]"));
    }

    [Fact]
    public void Unknown_IsADashAndAWord_NeverAZero()
    {
        using var page = new Page();
        page.Feed.Publish(Situation.Environment(live: null, unread: true, agrees: null, undo: null, state: EnvironmentCondition.Unknown));
        page.Feed.Publish(Situation.Traffic(null, null, null));
        page.Feed.Publish(Situation.Clock(Situation.Node("vm", null, 16, ClockCondition.Unknown, synchronised: false)));
        page.Feed.Publish(Situation.Health(Situation.Component("api", Slot.Blue, ComponentCondition.Unknown)));
        var shown = page.Show<OverviewPage>();
        Assert.All(s_values, name => Assert.Equal("", Value(shown, name) ?? ""));
        Assert.Equal(["–", "unknown"], shown.Find("[data-test=qps-value]").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("unknown", shown.Find("[data-test=health-api-blue]").TextContent, StringComparison.Ordinal);
        Assert.Contains("follows no reference", shown.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingReadYet_IsSaid()
    {
        using var page = new Page();
        var shown = page.Show<OverviewPage>();
        Assert.Equal("dify-prod has not been read yet. Wait a moment.", Say(shown));
        Assert.Equal("", Value(shown, "live-slot") ?? "");
    }

    [Fact]
    public void NoSuchEnvironment_IsSaid()
    {
        using var page = new Page().AllCalm();
        var shown = page.Show<OverviewPage>(("Name", "nowhere"));
        Assert.Equal("There is no environment called nowhere.", Say(shown));
    }

    [Fact]
    public async Task Silence_MarksEverythingLate()
    {
        using var page = new Page().AllCalm();
        var shown = page.Show<OverviewPage>();
        for (var second = 0; second < 16; second++)
        {
            page.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await Eventually.BecomesTrueAsync(() => shown.FindAll("[data-test=stale-badge]").Count == 4);
        await Eventually.BecomesTrueAsync(() => Say(shown).StartsWith("Nothing has been heard of dify-prod for", StringComparison.Ordinal));
        page.AllCalm();
        await Eventually.BecomesTrueAsync(() => shown.FindAll("[data-test=stale-badge]").Count == 0);
    }

    [Fact]
    public void Viewer_SeesEverythingAndNoControls()
    {
        using var page = new Page(Role.Viewer).AllCalm();
        page.Feed.Publish(Situation.Environment(blue: SlotCondition.Down, last: 412));
        page.Doors.Entries.Add(Situation.Entry(1));
        var shown = page.Show<OverviewPage>();
        Assert.Empty(shown.FindAll("button"));
        Assert.Empty(shown.FindAll("dialog"));
        Assert.Equal("green", Value(shown, "live-slot"));
        var bar = page.Show<TopBar>();
        Assert.Equal(["sre-2"], bar.FindAll(".bar > .right > button, .undo button").Select(button => button.TextContent));
        Assert.Empty(bar.FindAll("a[href='/settings']"));
    }

    [Fact]
    public void FortyNodes_ShowTheWorstAndTellOfTheRest()
    {
        using var page = new Page().AllCalm();
        page.Feed.Publish(Situation.Clock([.. Enumerable.Range(0, 40).Select(number => Situation.Node($"node-{number}", number == 33 ? 45 : 0.001, state: number == 33 ? ClockCondition.Untrusted : ClockCondition.Ok))]));
        page.Feed.Publish(Situation.Health([.. Enumerable.Range(0, 40).Select(number => Situation.Component($"part-{number}", state: number == 39 ? ComponentCondition.Down : ComponentCondition.Up, error: number == 39 ? "HTTP 500" : null))]));
        var shown = page.Show<OverviewPage>();
        Assert.Equal("node-33", shown.Find(".strip .name").TextContent);
        Assert.Contains("and 35 more", shown.Markup, StringComparison.Ordinal);
        Assert.Equal("health-part-39", shown.Find("[data-test^=health-]").GetAttribute("data-test"));
        Assert.Contains("and 16 more, all up", shown.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void LongNames_AreWhollyThereOnHover()
    {
        using var page = new Page();
        var name = new string('n', 120);
        page.Feed.Publish(Situation.Clock(Situation.Node(name, 0.001), Situation.Node("db-1", 0.002)));
        var shown = page.Show<OverviewPage>();
        Assert.Equal(name, shown.Find(".strip .name").GetAttribute("title"));
    }

    [Fact]
    public async Task NewEntries_AppearOnTop_AndSkippedOnesAreRead()
    {
        using var page = new Page().AllCalm();
        page.Doors.Entries.Add(Situation.Entry(1));
        var shown = page.Show<OverviewPage>();
        page.Doors.Entries.Add(Situation.Entry(2));
        page.Feed.Publish(Situation.Entry(2));
        await Eventually.BecomesTrueAsync(() => Rows(shown) is ["2", "1"]);
        // The feed skipped 3 and 4; the log has them.
        page.Doors.Entries.AddRange([Situation.Entry(3), Situation.Entry(4), Situation.Entry(5)]);
        page.Feed.Publish(Situation.Entry(5));
        await Eventually.BecomesTrueAsync(() => Rows(shown) is ["5", "4", "3", "2", "1"]);
    }

    [Fact]
    public async Task ChangeOfVerdict_IsSpoken_ChangeOfANumberIsNot()
    {
        using var page = new Page().AllCalm();
        var shown = page.Show<OverviewPage>();
        Assert.Equal("", shown.Find("[role=status]").TextContent);
        page.Feed.Publish(Situation.Clock(Situation.Node("lb-1", 0.02), Situation.Node("db-1", -0.01)));
        await Eventually.BecomesTrueAsync(() => Say(shown).Contains("30 ms", StringComparison.Ordinal));
        Assert.Equal("", shown.Find("[role=status]").TextContent);
        page.Feed.Publish(Situation.Environment(green: SlotCondition.Down, last: 412));
        await Eventually.BecomesTrueAsync(() => shown.Find("[role=status]").TextContent.StartsWith("Green 1.16.1 is live and does not answer.", StringComparison.Ordinal));
    }

    private static string? Value(IRenderedComponent<OverviewPage> shown, string name) => shown.Find($"[data-test='{name}']").GetAttribute("data-value");

    private static string Say(IRenderedComponent<OverviewPage> shown)
        => string.Join(' ', shown.Find("[data-test=sentence]").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string[] Rows(IRenderedComponent<OverviewPage> shown)
        => [.. shown.FindAll("[data-test=audit-row]").Select(row => row.GetAttribute("data-value")!)];
}
