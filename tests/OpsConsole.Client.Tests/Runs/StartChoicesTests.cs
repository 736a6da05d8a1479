using Bunit;
using OpsConsole.Client.Runs;

namespace OpsConsole.Client.Tests.Runs;

/// <summary>Whose requests, when, after what was looked at: what is chosen before a run is asked for.</summary>
public sealed class StartChoicesTests
{
    private const string Reason = "[data-test=reason-input]";
    private const string Confirm = "[data-test=confirm-button]";
    private const string Match = "[data-test=match-input]";
    private const string When = "[data-test=start-when]";

    [Fact]
    public async Task Canary_WithATag_CanMoveTaggedRequestsAlone()
    {
        using var page = new Page().AllCalm();
        page.Doors.Plan = (request, plan) => plan with
        {
            Plan = request.Weight is null ? [new("shift-tag", true, null), new("bake-tag", true, 30)] : [new("shift-tag", true, null), new("bake-tag", true, 30), new("shift-100", true, null), new("bake-100", true, 30)],
        };
        var controls = await OpenAsync(page, "canary-button");
        Assert.DoesNotContain("alone", controls.Find("[data-test=end-share]").TextContent, StringComparison.Ordinal);
        controls.Find(Match).Input("beta");
        Assert.Contains("Requests with the header X-Gray-Tag: beta go to blue 1.15.0 first; then all traffic", controls.Find("[data-test=plan-what]").TextContent, StringComparison.Ordinal);
        await controls.Find("[data-test=end-share]").ChangeAsync("0");
        Assert.Contains("all others stay on green 1.16.1", controls.Find("[data-test=plan-what]").TextContent, StringComparison.Ordinal);
        Assert.Contains("one press on Undo sends them to green 1.16.1 again", controls.Markup, StringComparison.Ordinal);
        controls.Find(Reason).Input("to ourselves first");
        await controls.Find(Confirm).ClickAsync();
        var request = page.Doors.Asked[^1].Request!;
        Assert.Equal(("beta", null), (request.Match, request.Weight));
    }

    [Fact]
    public async Task Canary_WhoseTagIsTakenAway_MovesEverybodyAgain()
    {
        using var page = new Page().AllCalm();
        var controls = await OpenAsync(page, "canary-button");
        controls.Find(Match).Input("beta");
        await controls.Find("[data-test=end-share]").ChangeAsync("0");
        controls.Find(Match).Input("");
        controls.Find(Reason).Input("to everybody after all");
        await controls.Find(Confirm).ClickAsync();
        var request = page.Doors.Asked[^1].Request!;
        Assert.Equal((null, 100), (request.Match, request.Weight));
    }

    [Fact]
    public async Task Canary_WithATagThatTheDoorRefuses_SaysSoAtTheField()
    {
        using var page = new Page().AllCalm();
        page.Doors.Plan = (request, plan) => request.Match == "b e" ? new Refusal(RefusalKind.BadRequest, "'match' is 'b e': it is the value of the header X-Gray-Tag.") : plan;
        var controls = await OpenAsync(page, "canary-button");
        controls.Find(Match).Input("b e");
        Assert.Equal("true", controls.Find(Match).GetAttribute("aria-invalid"));
        Assert.Contains("'match' is 'b e'", controls.Find(".help.trouble").TextContent, StringComparison.Ordinal);
        Assert.True(controls.Find(Confirm).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Switch_InTheNextWindow_IsAskedForWithIt_AndSaysSoOnTheButton()
    {
        using var page = new Page().AllCalm();
        var window = new RunWindow(Situation.Now.AddHours(8), Situation.Now.AddHours(9));
        page.Doors.NextWindow = window;
        var controls = await OpenAsync(page);
        Assert.Contains("in the next window, from 17:26 UTC on", controls.Find(When).TextContent, StringComparison.Ordinal);
        await controls.Find(When).ChangeAsync("next");
        Assert.Equal(window, page.Doors.Asked[^1].Request!.Window);
        Assert.StartsWith("It begins at 17:26 UTC", controls.Find("[data-test=start-at]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Switch to blue at 17:26 UTC", controls.Find(Confirm).TextContent.Trim());
        controls.Find(Reason).Input("in the quiet hours");
        await controls.Find(Confirm).ClickAsync();
        Assert.Equal(("start", window), (page.Doors.Asked[^1].What, page.Doors.Asked[^1].Request!.Window));
    }

    [Fact]
    public async Task Switch_AtATimeOfOnesOwn_WaitsForThatTime()
    {
        using var page = new Page().AllCalm();
        page.JSInterop.Setup<string?>("opsconsole.instantOf", "2026-03-14T23:30").SetResult("2026-03-14T22:30:00.000Z");
        page.JSInterop.Setup<string?>("opsconsole.instantOf", "2026-03-13T23:30").SetResult("2026-03-13T22:30:00.000Z");
        var controls = await OpenAsync(page);
        Assert.Equal(2, controls.FindAll($"{When} option").Count);
        await controls.Find(When).ChangeAsync("own");
        Assert.True(controls.Find(Confirm).HasAttribute("disabled"));
        controls.Find("[data-test=start-from]").Input("2026-03-13T23:30");
        Assert.Equal("That time is over.", controls.Find("[data-test=start-at]").TextContent);
        Assert.True(controls.Find(Confirm).HasAttribute("disabled"));
        controls.Find("[data-test=start-from]").Input("2026-03-14T23:30");
        await controls.Find("[data-test=start-for]").ChangeAsync("120");
        controls.Find(Reason).Input("after the shops have closed");
        await controls.Find(Confirm).ClickAsync();
        var begins = new DateTimeOffset(2026, 3, 14, 22, 30, 0, TimeSpan.Zero);
        Assert.Equal(new RunWindow(begins, begins.AddHours(2)), page.Doors.Asked[^1].Request!.Window);
    }

    [Fact]
    public async Task Checklist_IsTickedBeforeThePress_AndThePlanIsJudgedAgain()
    {
        using var page = new Page().AllCalm();
        page.Doors.Checklist.Add(new ChecklistItem("announced", "Support knows of it", [Operation.Switch], false, null, null, null));
        page.Doors.Checklist.Add(new ChecklistItem("image", "The image was scanned", [Operation.Upgrade], false, null, null, null));
        page.Doors.Gates.Add(new GateResult("checklist", GateVerdict.Fail, "announced is not ticked.", null, true));
        page.Doors.Plan = (_, plan) => page.Doors.Ticks.Count == 0 ? plan : plan with { Gates = [.. plan.Gates.Where(gate => gate.Name != "checklist")] };
        var controls = await OpenAsync(page);
        Assert.Empty(controls.FindAll("[data-test=checklist-image]"));
        Assert.True(controls.Find(Confirm).HasAttribute("disabled"));
        await controls.Find("[data-test=checklist-announced]").ChangeAsync(true);
        Assert.Equal(new ChecklistTick("announced", true), Assert.Single(page.Doors.Ticks));
        Assert.Contains("ticked by sre-2, holds until 10:26 UTC", controls.Find("[data-test=checklist]").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 of 1 ticked", controls.Markup, StringComparison.Ordinal);
        Assert.False(controls.Find(Confirm).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Checklist_Refused_SaysSo_AndNothingLooksTicked()
    {
        using var page = new Page().AllCalm();
        page.Doors.Checklist.Add(new ChecklistItem("announced", "Support knows of it", [Operation.Switch], false, null, null, null));
        var controls = await OpenAsync(page);
        page.Doors.Refusal = new Refusal(RefusalKind.NotRecorded, "Nothing was ticked, since it could not be entered.");
        await controls.Find("[data-test=checklist-announced]").ChangeAsync(true);
        Assert.Contains("Nothing was ticked", controls.Find("[data-test=checklist] [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("not ticked", controls.Find("[data-test=checklist]").TextContent, StringComparison.Ordinal);
        Assert.False(controls.Find("[data-test=checklist-announced]").HasAttribute("checked"));
    }

    [Fact]
    public async Task Reload_SaysThatTrafficStays_AndAsksForTheLiveSlot()
    {
        using var page = new Page().AllCalm();
        var controls = await OpenAsync(page, "reload-button");
        Assert.Contains("all traffic stays on green 1.16.1", controls.Find("[data-test=plan-what]").TextContent, StringComparison.Ordinal);
        controls.Find(Reason).Input("new certificates");
        Assert.Equal("Reload the configuration", controls.Find(Confirm).TextContent.Trim());
        await controls.Find(Confirm).ClickAsync();
        Assert.Equal((Operation.ReloadConfig, Slot.Green, 600), (page.Doors.Asked[^1].Request!.Operation, page.Doors.Asked[^1].Request!.Target, page.Doors.Asked[^1].Request!.BakeSeconds));
    }

    private static async Task<IRenderedComponent<RunControls>> OpenAsync(Page page, string button = "switch-button")
    {
        var controls = page.Show<RunControls>(("Environment", Situation.Name));
        await controls.Find($"[data-test={button}]").ClickAsync();
        return controls;
    }
}
