using AngleSharp.Dom;
using Bunit;
using OpsConsole.Client.Runs;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests.Runs;

/// <summary>One run, for whoever may only look, for who acts, and for who agrees.</summary>
public sealed class RunPageTests
{
    private const string Approve = "[data-test=approve-button]";
    private const string Abort = "[data-test=abort-button]";

    [Theory]
    [InlineData(Role.Viewer, "lead-1", false, false, "A lead who did not ask for it must approve it.")]
    [InlineData(Role.Sre, "lead-1", false, true, "A lead who did not ask for it must approve it.")]
    [InlineData(Role.Lead, "sre-2", false, true, "You asked for it, so another lead must approve it.")]
    [InlineData(Role.Lead, "lead-1", true, true, "You must: look at what it rests on, then approve it or give it up.")]
    public void WaitingRun_ShowsEachReaderWhatTheyMayDo(Role role, string askedBy, bool approves, bool stops, string must)
    {
        using var page = new Page(role);
        var shown = Open(page, Situation.Waiting(by: askedBy));
        Assert.Equal(approves, shown.FindAll(Approve).Count == 1);
        Assert.Equal(stops, shown.FindAll(Abort).Count == 1);
        Assert.Equal($"The switch to green 1.16.1 waits for a second person until 10:26 UTC. A switch is a large change here. {must}", Text(shown.Find("[data-test=sentence]")));
    }

    [Fact]
    public async Task WaitingRun_Approved_ShowsWhoAndWhen()
    {
        using var page = new Page(Role.Lead);
        var waiting = Situation.Waiting(by: "sre-7");
        var shown = Open(page, waiting);
        await shown.Find(Approve).ClickAsync();
        Assert.Equal("approve", Assert.Single(page.Doors.Asked).What);
        page.Feed.Publish(waiting with { State = RunPhase.Scheduled, ApprovedBy = "sre-2", Approval = waiting.Approval! with { ApprovedAt = Situation.Now } });
        await Eventually.BecomesTrueAsync(() => shown.FindAll(Approve).Count == 0);
        Assert.StartsWith("sre-2 agreed", Text(shown.Find("[data-test=approved-by]")), StringComparison.Ordinal);
        Assert.Equal("The switch to green 1.16.1 may begin, and does as soon as no other run is at work. Nothing to do.", Text(shown.Find("[data-test=sentence]")));
        Assert.Single(shown.FindAll(Abort));
    }

    [Fact]
    public async Task WaitingRun_GivenUp_SaysThatNothingWasChanged()
    {
        using var page = new Page();
        var waiting = Situation.Waiting();
        var shown = Open(page, waiting);
        Assert.Contains("Nothing was changed yet", Text(shown.Find(".acts")), StringComparison.Ordinal);
        await shown.Find(Abort).ClickAsync();
        Assert.Equal("abort", Assert.Single(page.Doors.Asked).What);
        page.Feed.Publish(waiting with { State = RunPhase.Aborted, EndedAt = Situation.Now, Outcome = "Aborted by sre-2 before it began; nothing was changed." });
        await Eventually.BecomesTrueAsync(() => shown.FindAll(Abort).Count == 0);
        Assert.Equal("never began", Text(shown.Find("[data-test=run-state]")));
        Assert.DoesNotContain("undone", Text(shown.Find("[data-test=sentence]")), StringComparison.Ordinal);
    }

    [Fact]
    public void WaitingRun_ShowsWhatItRestsOn_AndTheBindingInFullOnHover()
    {
        using var page = new Page(Role.Lead);
        var waiting = Situation.Waiting(by: "sre-7");
        var shown = Open(page, waiting);
        Assert.Equal(["1.16.1", "pass"], shown.FindAll("[data-test=approval-fact]").Select(fact => fact.TextContent));
        Assert.Equal("7f3a0000…00c2", shown.Find(".approval code").TextContent);
        Assert.Single(shown.FindAll($"[title='{waiting.Approval!.Binding}']"));
    }

    [Fact]
    public void VoidYes_IsShouted()
    {
        using var page = new Page(Role.Lead);
        var shown = Open(page, Situation.Waiting(by: "sre-7", gone: "The yes of lead-1 is void: green version was 1.16.0, and is 1.16.1 now."));
        Assert.Contains("green version was 1.16.0", shown.Find("[data-test=approval-void][role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("The yes of lead-1 is void", shown.Find("[data-test=sentence] .trouble").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void ScheduledRun_SaysWhenItStartsAndWhenItIsGivenUp()
    {
        using var page = new Page(Role.Viewer);
        var shown = Open(page, Situation.Waiting() with { State = RunPhase.Scheduled, Approval = null, Window = new RunWindow(Situation.Now.AddHours(8), Situation.Now.AddHours(9)) });
        Assert.Equal("The switch to green 1.16.1 waits for its window: it starts at 17:26 UTC, and is given up at 18:26 UTC. Nothing to do.", Text(shown.Find("[data-test=sentence]")));
    }

    [Fact]
    public void Canary_ShowsItsSharesInWords_AndThatItGoesBackInOneStep()
    {
        using var page = new Page();
        var shown = Open(page, Situation.Canary([5, 25, 100], RunPhase.Baking, "bake-5", 413), active: true);
        Assert.StartsWith("The canary to green 1.16.1 is in its bake at 5 %: 6 min of 10 min. Nothing has tripped. It goes on to 25 % by itself at 09:30:53 UTC.", Text(shown.Find("[data-test=sentence]")), StringComparison.Ordinal);
        Assert.Contains("shift to 25 %", shown.Find("[data-test=run-step-shift-25]").TextContent, StringComparison.Ordinal);
        Assert.Contains("bake at 100 %", shown.Find("[data-test=run-step-bake-100]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Go on to 25 % now", Text(shown.Find("[data-test=keep-button]")));
        Assert.Contains("all traffic back to blue 1.15.0 in one step, not share by share", Text(shown.Find(".acts")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.16.0", "Green gets 1.16.0 back.")]
    [InlineData(null, "What ran in green before is not known: the new version stays there.")]
    public void Upgrade_SaysWhichVersionComesBack(string? before, string expected)
    {
        using var page = new Page();
        var run = Situation.Run(RunPhase.Running, Operation.Upgrade, id: 413) with { Version = "1.17.0", VersionBefore = before };
        var shown = Open(page, run with { Steps = [new("gates", StepPhase.Succeeded, Situation.Now, Situation.Now, 1, null), new("install", StepPhase.Running, Situation.Now, null, 1, null), new("shift", StepPhase.Pending, null, null, 0, null)] }, active: true);
        Assert.StartsWith("The upgrade to green 1.17.0 is at its step install.", Text(shown.Find("[data-test=sentence]")), StringComparison.Ordinal);
        Assert.Contains("No traffic has moved yet", Text(shown.Find(".acts")), StringComparison.Ordinal);
        Assert.Contains(expected, Text(shown.Find(".acts")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Operation.Restart, "The restart of green 1.16.1 is done. Nothing to do.")]
    [InlineData(Operation.ReloadConfig, "The reload of the configuration is done. Nothing to do.")]
    public void ChangeWithoutADirection_IsNotSaidToLeadAnywhere(Operation operation, string expected)
    {
        using var page = new Page();
        var shown = Open(page, Situation.Run(operation: operation) with { Measured = new Measured(null, null, null) });
        Assert.Equal(expected, Text(shown.Find("[data-test=sentence]")));
    }

    [Fact]
    public void Upgrade_ThatHasInstalled_SaysOnTheButtonWhatComesBack()
    {
        using var page = new Page();
        var run = Situation.Run(RunPhase.Running, Operation.Upgrade, id: 413) with { Version = "1.17.0", VersionBefore = "1.16.0" };
        var shown = Open(page, run with { Steps = [new("install", StepPhase.Succeeded, Situation.Now, Situation.Now, 1, null), new("smoke", StepPhase.Running, Situation.Now, null, 1, null), new("shift", StepPhase.Pending, null, null, 0, null)] }, active: true);
        Assert.Equal("Stop: green back to 1.16.0", Text(shown.Find(".undo-button")));
    }

    [Fact]
    public void Reload_ThatWasDone_SaysOnTheButtonThatTheConfigurationComesBack()
    {
        using var page = new Page();
        var run = Situation.Run(RunPhase.Baking, Operation.ReloadConfig, id: 413);
        var shown = Open(page, run with { Steps = [new("reload", StepPhase.Succeeded, Situation.Now, Situation.Now, 1, null), new("bake", StepPhase.Running, Situation.Now, null, 1, null)] }, active: true);
        Assert.Equal("Stop: put the configuration back", Text(shown.Find(".undo-button")));
        Assert.Contains("The configuration that was kept is put back.", Text(shown.Find(".acts")), StringComparison.Ordinal);
    }

    [Fact]
    public void EndedRun_OffersNothing()
    {
        using var page = new Page(Role.Lead).AllCalm();
        var shown = page.Show<RunPage>(("Id", 412L));
        Assert.Empty(shown.FindAll("button"));
    }

    private static IRenderedComponent<RunPage> Open(Page page, RunState run, bool active = false)
    {
        page.Feed.Publish(Situation.Environment(active: active ? run.Id : null));
        page.Feed.Publish(run);
        return page.Show<RunPage>(("Id", run.Id));
    }

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
