using Bunit;
using OpsConsole.Client.Environments;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests.Environments;

public sealed class FreezeTests
{
    private const string Confirm = "[data-test=confirm-button]";
    private static readonly FreezeState s_freeze = new("quarter's end", DateTimeOffset.MaxValue.AddDays(-1), "lead-1");

    [Fact]
    public async Task Freeze_ForFourHours_AsksWithReasonAndEnd()
    {
        using var page = new Page();
        var controls = Show(page);
        await controls.Find("[data-test=freeze-button]").ClickAsync();
        controls.Find("[data-test=reason-input]").Input("  quarter's end ");
        await controls.Find("[data-test=freeze-until]").ChangeAsync("4");
        await controls.Find(Confirm).ClickAsync();
        Assert.Equal(new FreezeRequest("quarter's end", page.Time.GetUtcNow().AddHours(4)), Assert.Single(page.Doors.Freezes));
        Assert.Empty(controls.FindAll(Confirm));
    }

    [Fact]
    public async Task Freeze_UntilTomorrow_GoesByTheClockOfTheBrowser()
    {
        using var page = new Page();
        var morning = page.Time.GetUtcNow().AddHours(17);
        page.JSInterop.Setup<string?>("opsconsole.tomorrowAt", 8).SetResult(morning.UtcDateTime.ToString("o", System.Globalization.CultureInfo.InvariantCulture));
        var controls = Show(page);
        await controls.Find("[data-test=freeze-button]").ClickAsync();
        controls.Find("[data-test=reason-input]").Input("quarter's end");
        await controls.Find("[data-test=freeze-until]").ChangeAsync("tomorrow");
        await controls.Find(Confirm).ClickAsync();
        Assert.Equal(morning, Assert.Single(page.Doors.Freezes).Until);
    }

    [Fact]
    public async Task Freeze_WithoutAnEndThatIsKnown_CannotBePressed()
    {
        using var page = new Page();
        var controls = Show(page);
        await controls.Find("[data-test=freeze-button]").ClickAsync();
        await controls.Find("[data-test=freeze-until]").ChangeAsync("own");
        Assert.True(controls.Find(Confirm).HasAttribute("disabled"));
        Assert.Equal("When it ends is not known yet.", controls.Find("[data-test=freeze-end]").TextContent);
        page.JSInterop.Setup<string?>("opsconsole.instantOf", "2020-01-01T00:00").SetResult("2020-01-01T00:00:00.000Z");
        controls.Find("[data-test=freeze-own]").Input("2020-01-01T00:00");
        Assert.True(controls.Find(Confirm).HasAttribute("disabled"));
        Assert.Contains("over already", controls.Find("[data-test=freeze-end]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Freeze_WithoutAReason_IsNotAskedFor()
    {
        using var page = new Page();
        var controls = Show(page);
        await controls.Find("[data-test=freeze-button]").ClickAsync();
        await controls.Find(Confirm).ClickAsync();
        Assert.Empty(page.Doors.Freezes);
        Assert.Contains("A reason has at least 3 characters.", controls.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Freeze_Refused_ShowsTheSentenceAndStaysOpen()
    {
        using var page = new Page();
        page.Doors.Refusal = new Refusal(RefusalKind.BadRequest, "'until' is more than 90 days away.");
        var controls = Show(page);
        await controls.Find("[data-test=freeze-button]").ClickAsync();
        controls.Find("[data-test=reason-input]").Input("quarter's end");
        await controls.Find(Confirm).ClickAsync();
        Assert.Equal("'until' is more than 90 days away.", controls.Find("dialog [role=alert]").TextContent);
        Assert.False(controls.Find(Confirm).HasAttribute("disabled"));
    }

    [Fact]
    public async Task FrozenEnvironment_CanBeUnfrozen_AndNotFrozenAgain()
    {
        using var page = new Page();
        var controls = Show(page, s_freeze);
        Assert.Empty(controls.FindAll("[data-test=freeze-button]"));
        await controls.Find("[data-test=unfreeze-button]").ClickAsync();
        Assert.Contains("quarter's end", controls.Markup, StringComparison.Ordinal);
        await controls.Find(Confirm).ClickAsync();
        Assert.Equal("unfreeze", Assert.Single(page.Doors.Asked).What);
    }

    [Fact]
    public void Viewer_MayNeither()
    {
        using var page = new Page(Role.Viewer);
        Assert.Empty(Show(page, role: Role.Viewer).FindAll("button"));
    }

    [Fact]
    public async Task Banner_SaysWhoUntilWhenAndWhy_AndGoesWithTheFreeze()
    {
        using var page = new Page(Role.Viewer);
        page.Feed.Publish(Situation.Environment(freeze: s_freeze with { Until = page.Time.GetUtcNow().AddMinutes(1) }));
        var banner = page.Show<FreezeBanner>(("Environment", Situation.Name));
        Assert.Contains("by lead-1: quarter's end", banner.Find("[data-test=frozen]").TextContent, StringComparison.Ordinal);
        page.Time.Advance(TimeSpan.FromMinutes(2));
        await Eventually.BecomesTrueAsync(() => banner.FindAll("[data-test=frozen]").Count == 0);
        page.Feed.Publish(Situation.Environment(freeze: s_freeze with { Until = page.Time.GetUtcNow().AddMinutes(1) }));
        await Eventually.BecomesTrueAsync(() => banner.FindAll("[data-test=frozen]").Count == 1);
        page.Feed.Publish(Situation.Environment());
        await Eventually.BecomesTrueAsync(() => banner.FindAll("[data-test=frozen]").Count == 0);
    }

    private static IRenderedComponent<FreezeControls> Show(Page page, FreezeState? freeze = null, Role role = Role.Sre)
        => page.Show<FreezeControls>(("State", Situation.Environment(freeze: freeze)), ("Actor", new Actor("sre-2", role, "test")));
}
