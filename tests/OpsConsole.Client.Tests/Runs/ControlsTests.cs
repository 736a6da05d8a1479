using Bunit;
using OpsConsole.Client.Runs;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests.Runs;

public sealed class ControlsTests
{
    private const string Undo = "[data-test=rollback-button]";
    private const string Abort = "[data-test=abort-button]";

    [Fact]
    public async Task Undo_OnePressAndOneConfirm_StartsARollbackWithAReason()
    {
        using var page = new Page().AllCalm();
        var bar = page.Show<UndoButton>(("Environment", Situation.Name));
        Assert.Equal("Undo: back to blue", bar.Find(Undo).TextContent);
        await bar.Find(Undo).ClickAsync();
        Assert.Equal("undo from the console by sre-2", bar.Find("[data-test=reason-input]").GetAttribute("value"));
        await bar.Find("[data-test=confirm-button]").ClickAsync();
        var (what, actor, request, key) = Assert.Single(page.Doors.Asked);
        Assert.Equal("start", what);
        Assert.Equal("sre-2", actor.Name);
        Assert.Equal((Operation.Rollback, Slot.Blue, "undo from the console by sre-2"), (request!.Operation, request.Target, request.Reason));
        Assert.NotEmpty(key!);
        Assert.Empty(bar.FindAll("[data-test=confirm-button]"));
    }

    [Fact]
    public async Task Undo_Pressed_IsExecutingUntilTheNewStateArrived()
    {
        using var page = new Page().AllCalm();
        var bar = page.Show<UndoButton>(("Environment", Situation.Name));
        await bar.Find(Undo).ClickAsync();
        await bar.Find("[data-test=confirm-button]").ClickAsync();
        Assert.True(bar.Find(Undo).HasAttribute("disabled"));
        Assert.Equal("Asked …", bar.Find(Undo).TextContent);
        // The same picture again says nothing of what was asked.
        page.Feed.Publish(Situation.Environment(last: 412));
        Assert.True(bar.Find(Undo).HasAttribute("disabled"));
        page.Feed.Publish(Situation.Run(RunPhase.Running, Operation.Rollback, Slot.Blue, 413));
        page.Feed.Publish(Situation.Environment(state: EnvironmentCondition.Changing, active: 413, last: 412));
        await Eventually.BecomesTrueAsync(() => bar.Find(Undo).TextContent == "Undoing: back to blue");
        Assert.True(bar.Find(Undo).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Abort_DuringAForwardRun_IsOnePress()
    {
        using var page = new Page();
        page.Feed.Publish(Situation.Run(RunPhase.Baking, id: 413));
        page.Feed.Publish(Situation.Environment(state: EnvironmentCondition.Changing, active: 413));
        var bar = page.Show<UndoButton>(("Environment", Situation.Name));
        Assert.Equal("Undo now: back to blue", bar.Find(Abort).TextContent);
        await bar.Find(Abort).ClickAsync();
        Assert.Equal("abort", Assert.Single(page.Doors.Asked).What);
    }

    [Fact]
    public async Task Abort_Refused_IsSaidAndTheButtonComesBack()
    {
        using var page = new Page();
        page.Doors.Refusal = new Refusal(RefusalKind.WrongState, "Run 413 is being undone already.");
        page.Feed.Publish(Situation.Run(RunPhase.Baking, id: 413));
        page.Feed.Publish(Situation.Environment(state: EnvironmentCondition.Changing, active: 413));
        var bar = page.Show<UndoButton>(("Environment", Situation.Name));
        var line = page.Show<RefusalLine>(("Environment", Situation.Name));
        await bar.Find(Abort).ClickAsync();
        Assert.False(bar.Find(Abort).HasAttribute("disabled"));
        await Eventually.BecomesTrueAsync(() => line.Markup.Contains("Run 413 is being undone already.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keep_DuringABake_EndsIt()
    {
        using var page = new Page();
        page.Feed.Publish(Situation.Run(RunPhase.Baking, id: 413));
        page.Feed.Publish(Situation.Environment(state: EnvironmentCondition.Changing, active: 413));
        var controls = page.Show<RunControls>(("Environment", Situation.Name));
        await controls.Find("[data-test=keep-button]").ClickAsync();
        Assert.Equal("confirm", Assert.Single(page.Doors.Asked).What);
        Assert.True(controls.Find("[data-test=keep-button]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task WayBack_IsKeptWarmLonger_AndNoOtherButtonWaitsForIt()
    {
        using var page = new Page().AllCalm();
        var controls = page.Show<RunControls>(("Environment", Situation.Name));
        await controls.Find("[data-test=keep-warm-button]").ClickAsync();
        Assert.Equal("keep-warm 1800", page.Doors.Asked[^1].What);
        Assert.False(controls.Find("[data-test=switch-button]").HasAttribute("disabled"));
    }

    [Fact]
    public void NothingToTakeBack_NeedsNoWarmth()
    {
        using var page = new Page();
        page.Feed.Publish(Situation.Environment(undoRun: null));
        var controls = page.Show<RunControls>(("Environment", Situation.Name));
        Assert.Empty(controls.FindAll("[data-test=keep-warm-button]"));
        Assert.Contains("Nothing to undo", controls.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void SplitTraffic_CanGoOnAndGoBack_AndBothSlotsAreLive()
    {
        using var page = new Page();
        page.Doors.Runs.Add(Situation.Canary([5, 25]));
        page.Feed.Publish(Situation.Environment(live: null, weights: new Weights(75, 25), last: 412));
        var controls = page.Show<RunControls>(("Environment", Situation.Name));
        Assert.False(controls.Find("[data-test=switch-button]").HasAttribute("disabled"));
        Assert.Equal("Switch to green …", controls.Find("[data-test=switch-button]").TextContent);
        Assert.Equal("Undo: back to blue 1.15.0", controls.Find(".undo-button").TextContent);
        var diagram = page.Show<Client.Environments.SlotDiagram>(("Environment", Situation.Name));
        Assert.Equal(["live, 75 %", "live, 25 %"], diagram.FindAll(".slot.live h2 i").Select(mark => mark.TextContent));
    }

    [Fact]
    public void FirstPicture_HasNoLivingControls()
    {
        using var page = new Page(interactive: false).AllCalm();
        var bar = page.Show<UndoButton>(("Environment", Situation.Name));
        Assert.Empty(bar.FindAll("[data-test]"));
        Assert.All(bar.FindAll("button"), button => Assert.True(button.HasAttribute("disabled")));
    }

    [Theory]
    [InlineData(null, "ReasonTooShort")]
    [InlineData("  ab  ", "ReasonTooShort")]
    [InlineData("abc", null)]
    public void Reason_IsCheckedBeforeItIsSent(string? reason, string? wrong) => Assert.Equal(wrong, ReasonCheck.Of(reason));

    [Fact]
    public void Reason_OfFiveHundredAndOne_IsTooLong() => Assert.Equal("ReasonTooLong", ReasonCheck.Of(new string('x', 501)));
}
