using Bunit;
using OpsConsole.Client.Runs;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests.Runs;

/// <summary>Canaries, upgrades, and runs that a second person has to agree to, before they are asked for.</summary>
public sealed class StartPlansTests
{
    private const string Reason = "[data-test=reason-input]";
    private const string Confirm = "[data-test=confirm-button]";
    private const string BreakGlass = "[data-test=break-glass]";

    [Fact]
    public async Task Canary_ShowsItsShares_AndAsksForItsEnd()
    {
        using var page = new Page().AllCalm();
        page.Doors.Plan = (request, plan) => plan with { Plan = [.. new[] { 1, 5, 25, 50, 100 }.TakeWhile(share => share <= request.Weight).SelectMany(share => new PlannedStep[] { new($"shift-{share}", true, null), new($"bake-{share}", true, 30) })] };
        var controls = await OpenAsync(page, "canary-button");
        Assert.Contains("in shares of 1, 5, 25, 50, 100 %", controls.Find("[data-test=plan-what]").TextContent, StringComparison.Ordinal);
        await controls.Find("[data-test=end-share]").ChangeAsync("25");
        Assert.Contains("in shares of 1, 5, 25 %", controls.Find("[data-test=plan-what]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["1 %", "5 %", "25 %"], controls.FindAll("[data-test=plan-step] > span").Select(step => step.TextContent));
        controls.Find("[data-test=bake-input]").Input("30");
        controls.Find(Reason).Input("1.15.0 to a few first");
        Assert.Equal("Start canary to blue", controls.Find(Confirm).TextContent.Trim());
        await controls.Find(Confirm).ClickAsync();
        var request = page.Doors.Asked[^1].Request!;
        Assert.Equal((Operation.Canary, Slot.Blue, 25, 30), (request.Operation, request.Target, request.Weight, request.BakeSeconds));
    }

    [Fact]
    public async Task Upgrade_WaitsForAVersion_AndShowsWhatTheDoorSaysOfIt()
    {
        using var page = new Page().AllCalm();
        page.Doors.Plan = (request, plan) => request.Version == "1.x" ? new Refusal(RefusalKind.BadRequest, "'version' is '1.x': it is a SemVer such as 1.16.1.") : plan;
        var controls = await OpenAsync(page, "upgrade-button");
        Assert.Empty(page.Doors.Asked);
        Assert.True(controls.Find(Confirm).HasAttribute("disabled"));
        controls.Find("[data-test=version-input]").Input("1.x");
        Assert.Contains("it is a SemVer such as 1.16.1.", controls.Find(".help.trouble").TextContent, StringComparison.Ordinal);
        Assert.True(controls.Find(Confirm).HasAttribute("disabled"));
        controls.Find("[data-test=version-input]").Input("1.17.0");
        Assert.Contains("blue 1.17.0 is installed and tested while it takes no traffic", controls.Find("[data-test=plan-what]").TextContent, StringComparison.Ordinal);
        controls.Find(Reason).Input("the fix");
        Assert.Equal("Upgrade blue to 1.17.0", controls.Find(Confirm).TextContent.Trim());
        await controls.Find(Confirm).ClickAsync();
        Assert.Equal("1.17.0", page.Doors.Asked[^1].Request!.Version);
    }

    [Fact]
    public async Task Upgrade_WithAStepThatCannotBeTakenBack_SaysSoInRed()
    {
        const string Stays = "The data stays as 1.17.0 has changed it.";
        using var page = new Page().AllCalm();
        page.Doors.Plan = (_, plan) => plan with
        {
            Plan = [new("install", false, null) { Remains = Stays }, new("shift", true, null)],
            NoReturn = new("install", $"An undo puts the version back. {Stays}", Stays),
        };
        var controls = await OpenAsync(page, "upgrade-button");
        controls.Find("[data-test=version-input]").Input("1.17.0");
        Assert.Equal($"An undo puts the version back. {Stays}", controls.Find("[data-test=no-return]").TextContent);
        Assert.Equal("point of no return", Assert.Single(controls.FindAll("[data-test=plan-step] .no-return")).TextContent);
    }

    [Fact]
    public async Task LargeChange_SaysBeforeThePressThatItAsksForASecondPerson()
    {
        using var page = Large();
        var controls = await OpenAsync(page);
        Assert.Contains("It needs a second person: A switch is a large change here.", controls.Find("[data-test=needs-approval]").TextContent, StringComparison.Ordinal);
        Assert.Contains("A large change.", controls.Markup, StringComparison.Ordinal);
        controls.Find(Reason).Input("quarter's end");
        Assert.Equal("Ask for approval", controls.Find(Confirm).TextContent.Trim());
        page.Doors.Answer = Situation.Waiting();
        await controls.Find(Confirm).ClickAsync();
        Assert.False(page.Doors.Asked[^1].Request!.BreakGlass);
        // It waits for somebody else, and keeps nothing else from being pressed.
        Assert.False(controls.Find("[data-test=switch-button]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task BreakGlass_IsLoud_AndSaysSoOnTheButton()
    {
        using var page = Large();
        var controls = await OpenAsync(page);
        controls.Find(BreakGlass).Change(true);
        Assert.Contains("Everybody sees this on every page", controls.Find("[data-test=needs-approval] [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Break glass: Switch to blue", controls.Find(Confirm).TextContent.Trim());
        Assert.Contains("danger", controls.Find(Confirm).ClassList);
        controls.Find(Reason).Input("it burns");
        await controls.Find(Confirm).ClickAsync();
        Assert.True(page.Doors.Asked[^1].Request!.BreakGlass);
    }

    [Fact]
    public async Task BreakGlass_TickedForAPlanThatNeedsNobody_IsNotAskedFor()
    {
        using var page = Large();
        var controls = await OpenAsync(page);
        controls.Find(BreakGlass).Change(true);
        page.Doors.Plan = (_, plan) => plan;
        page.Time.Advance(TimeSpan.FromSeconds(1));
        page.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.BecomesTrueAsync(() => controls.FindAll("[data-test=needs-approval]").Count == 0);
        controls.Find(Reason).Input("it burns");
        await controls.Find(Confirm).ClickAsync();
        Assert.False(page.Doors.Asked[^1].Request!.BreakGlass);
    }

    [Theory]
    [InlineData(Role.Sre)]
    [InlineData(Role.Lead)]
    public async Task FailingGate_Overridden_AsksForASecondPerson(Role role)
    {
        using var page = new Page(role).AllCalm();
        page.Doors.Gates[0] = new("clocks", GateVerdict.Fail, "lb-1 is 45 s ahead.", null, true);
        var controls = await OpenAsync(page);
        Assert.True(controls.Find(Confirm).HasAttribute("disabled"));
        Assert.Empty(controls.FindAll("[data-test=needs-approval]"));
        controls.Find("[data-test=gate-clocks] input[type=checkbox]").Change(true);
        Assert.Contains("Gates are to be overridden: clocks.", controls.Find("[data-test=needs-approval]").TextContent, StringComparison.Ordinal);
        controls.Find(Reason).Input("we know");
        Assert.Equal("Ask for approval", controls.Find(Confirm).TextContent.Trim());
        await controls.Find(Confirm).ClickAsync();
        Assert.Equal(["clocks"], page.Doors.Asked[^1].Request!.OverrideGates!);
    }

    [Fact]
    public async Task SecondPress_BeforeTheAnswer_AsksForNothing()
    {
        using var page = new Page().AllCalm();
        var controls = await OpenAsync(page);
        controls.Find(Reason).Input("once is enough");
        page.Doors.Hold = new TaskCompletionSource();
        var confirm = controls.Find(Confirm);
        var first = confirm.ClickAsync();
        Assert.True(controls.Find(Confirm).HasAttribute("disabled"));
        await confirm.ClickAsync();
        page.Doors.Hold.SetResult();
        await first;
        Assert.Single(page.Doors.Asked, asked => asked.What == "start");
    }

    private static Page Large()
    {
        var page = new Page().AllCalm();
        page.Doors.Plan = (_, plan) => plan with { Class = ChangeClass.Large, Approval = "A switch is a large change here." };
        return page;
    }

    private static async Task<IRenderedComponent<RunControls>> OpenAsync(Page page, string button = "switch-button")
    {
        var controls = page.Show<RunControls>(("Environment", Situation.Name));
        await controls.Find($"[data-test={button}]").ClickAsync();
        return controls;
    }
}
