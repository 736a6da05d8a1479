using Bunit;
using OpsConsole.Client.Runs;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests.Runs;

public sealed class StartRunDialogTests
{
    private const string Reason = "[data-test=reason-input]";
    private const string Confirm = "[data-test=confirm-button]";

    [Fact]
    public async Task Switch_OpensThePlanBeforeAnythingIsAsked()
    {
        using var page = new Page().AllCalm();
        var controls = await OpenAsync(page);
        Assert.Equal("plan", Assert.Single(page.Doors.Asked).What);
        Assert.Contains("All traffic moves from green 1.16.1 to blue 1.15.0", controls.Markup, StringComparison.Ordinal);
        Assert.Contains("37 long-lived streams", controls.Markup, StringComparison.Ordinal);
        Assert.Contains("61 % is free.", controls.Find("[data-test=gate-storage]").TextContent, StringComparison.Ordinal);
        Assert.Equal("+ blue 100", controls.Find("ins").TextContent);
        Assert.Equal("600", controls.Find("[data-test=bake-input]").GetAttribute("value"));
    }

    [Fact]
    public async Task Switch_Confirmed_AsksForTheRun()
    {
        using var page = new Page().AllCalm();
        var controls = await OpenAsync(page);
        controls.Find(Reason).Input("1.16.1 is slow");
        controls.Find("[data-test=ticket-input]").Input("OPS-1");
        controls.Find("[data-test=bake-input]").Input("30");
        await controls.Find(Confirm).ClickAsync();
        var request = page.Doors.Asked[^1].Request!;
        Assert.Equal(new RunRequest(Operation.Switch, Slot.Blue, BakeSeconds: 30, Reason: "1.16.1 is slow", Ticket: "OPS-1"), request);
        Assert.Empty(controls.FindAll(Confirm));
        Assert.True(controls.Find("[data-test=switch-button]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Switch_WithoutAReason_IsNotAskedFor()
    {
        using var page = new Page().AllCalm();
        var controls = await OpenAsync(page);
        controls.Find(Reason).Input("no");
        await controls.Find(Confirm).ClickAsync();
        Assert.DoesNotContain(page.Doors.Asked, asked => asked.What == "start");
        Assert.Contains("A reason has at least 3 characters.", controls.Markup, StringComparison.Ordinal);
        Assert.Equal("true", controls.Find(Reason).GetAttribute("aria-invalid"));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("86401")]
    [InlineData("ten")]
    public async Task Switch_WithAnImpossibleBake_CannotBePressed(string bake)
    {
        using var page = new Page().AllCalm();
        var controls = await OpenAsync(page);
        controls.Find("[data-test=bake-input]").Input(bake);
        Assert.True(controls.Find(Confirm).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Switch_Refused_ShowsTheSentenceAndStaysOpen()
    {
        using var page = new Page().AllCalm();
        page.Doors.Refusal = new Refusal(RefusalKind.RunActive, "Run 9 is at work: wait for it.");
        var controls = await OpenAsync(page);
        controls.Find(Reason).Input("because");
        await controls.Find(Confirm).ClickAsync();
        Assert.Equal("Run 9 is at work: wait for it.", controls.Find("dialog [role=alert]").TextContent);
        Assert.False(controls.Find(Confirm).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Switch_WithAFailingGate_CannotBePressed_AndPassesAgainWhenItHolds()
    {
        using var page = new Page().AllCalm();
        page.Doors.Gates[0] = new("clocks", GateVerdict.Fail, "lb-1 is 45 s ahead.", null, true);
        var controls = await OpenAsync(page);
        Assert.True(controls.Find(Confirm).HasAttribute("disabled"));
        Assert.Contains("It cannot start, clocks: lb-1 is 45 s ahead.", controls.Markup, StringComparison.Ordinal);
        page.Doors.Gates[0] = new("clocks", GateVerdict.Pass, "fine", null, true);
        page.Time.Advance(TimeSpan.FromSeconds(1));
        page.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.BecomesTrueAsync(() => !controls.Find(Confirm).HasAttribute("disabled"));
    }

    [Fact]
    public async Task DeadSlot_CanBeRestarted()
    {
        using var page = new Page();
        page.Feed.Publish(Situation.Environment(blue: SlotCondition.Down));
        var diagram = page.Show<Client.Environments.SlotDiagram>(("Environment", Situation.Name));
        await diagram.FindAll("button").Single(button => button.TextContent == "Restart blue").ClickAsync();
        diagram.Find(Reason).Input("it was killed");
        await diagram.Find(Confirm).ClickAsync();
        Assert.Equal((Operation.Restart, Slot.Blue), (page.Doors.Asked[^1].Request!.Operation, page.Doors.Asked[^1].Request!.Target));
    }

    private static async Task<IRenderedComponent<RunControls>> OpenAsync(Page page)
    {
        var controls = page.Show<RunControls>(("Environment", Situation.Name));
        await controls.Find("[data-test=switch-button]").ClickAsync();
        return controls;
    }
}
