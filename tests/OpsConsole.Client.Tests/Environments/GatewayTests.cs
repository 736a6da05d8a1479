using Bunit;
using OpsConsole.Client.Environments;
using OpsConsole.Client.Overview;
using OpsConsole.Client.Runs;

namespace OpsConsole.Client.Tests.Environments;

/// <summary>What is odd about a gateway stands where it cannot be missed, with its way out.</summary>
public sealed class GatewayTests
{
    [Fact]
    public void Instances_OneAndWell_TakeNoRoom()
    {
        using var page = new Page();
        page.Feed.Publish(With(Instance("lb-1", Weights.AllTo(Slot.Green), true)));
        Assert.Empty(Show(page).FindAll("[data-test=gateway-instance]"));
    }

    [Fact]
    public void Instances_OneWasChangedByHand_SaysWhereItSendsAndWhy()
    {
        using var page = new Page();
        page.Feed.Publish(With(Instance("lb-1", Weights.AllTo(Slot.Green), true, "shop.conf was changed by hand.")));
        var shown = Show(page);
        Assert.Equal("shop.conf was changed by hand.", shown.Find("[data-test=gateway-error]").TextContent);
        Assert.Contains("sends to green", shown.Markup, StringComparison.Ordinal);
        Assert.Equal("/gateway", shown.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void Instances_OneOfTwoWentItsOwnWay_BothAreShown()
    {
        using var page = new Page();
        page.Feed.Publish(With(Instance("lb-1", Weights.AllTo(Slot.Green), true), Instance("lb-2", Weights.AllTo(Slot.Blue), false), Instance("lb-3", null, null, "no answer")));
        var shown = Show(page);
        Assert.Equal(["mark-ok", "mark-trouble", "mark-unknown"], shown.FindAll("[data-test=gateway-instance] .mark").Select(mark => mark.ClassList.Single(name => name.StartsWith("mark-", StringComparison.Ordinal))));
        Assert.Contains("cannot be read", shown.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_FindsSomething_SaysItWithTheLineToWrite_AndLooksAgainWhenAsked()
    {
        using var page = new Page().AllCalm();
        page.Doors.Findings.Add(new GatewayFinding("shop.conf is not included: a switch would change nothing.", "Within http: include shop.conf;"));
        var shown = page.Render<GatewayPage>(parameters => parameters.AddCascadingValue("Environment", Situation.Name));
        Assert.Contains("One thing in the configuration", shown.Find("[data-test=sentence]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Within http: include shop.conf;", shown.Find("[data-test=gateway-finding] code").TextContent, StringComparison.Ordinal);

        page.Doors.Findings.Clear();
        await shown.Find("[data-test=check-button]").ClickAsync();
        Assert.Contains("Nothing in the configuration", shown.Find("[data-test=sentence]").TextContent, StringComparison.Ordinal);
        Assert.Empty(shown.FindAll("[data-test=gateway-finding]"));
    }

    [Fact]
    public void Page_CannotBeLookedAt_SaysWhyAndNeverThatAllIsWell()
    {
        using var page = new Page().AllCalm();
        page.Doors.Refusal = new Refusal(RefusalKind.NotSupported, "dify-prod is only watched.");
        var shown = page.Render<GatewayPage>(parameters => parameters.AddCascadingValue("Environment", Situation.Name));
        Assert.Contains("dify-prod is only watched.", shown.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing in the configuration", shown.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void InstancesThatDiffer_AreToldAndSettledByOnePress()
    {
        var differ = With(Instance("lb-1", Weights.AllTo(Slot.Green), true), Instance("lb-2", Weights.AllTo(Slot.Blue), false)) with { State = EnvironmentCondition.Diverged, Live = null };
        differ = differ with { Gateway = differ.Gateway with { Weights = null, Agrees = false } };
        var said = Sentence.Of(new SentenceFacts(Situation.Name, differ, Situation.Health(), null, null, null, null, Situation.Now));
        Assert.Equal(("InstancesDiffer", "MustDecide"), (said[0].Text, said[^1].Text));

        // The newest change can be taken back; and where none can, what the console left is gone back to.
        var past = PastChanges.None with { Undoable = Situation.Run() };
        Assert.Equal((UndoKind.GoBack, Slot.Blue), (UndoOffer.Of(differ, null, past).Kind, UndoOffer.Of(differ, null, past).To!.Value));
        var without = differ with { Undo = differ.Undo with { Run = null } };
        Assert.Equal((UndoKind.GoBack, Slot.Green), (UndoOffer.Of(without, null, PastChanges.None).Kind, UndoOffer.Of(without, null, PastChanges.None).To!.Value));
        var unread = differ with { Gateway = differ.Gateway with { Instances = [Instance("lb-1", null, null, "gone")] } };
        Assert.Equal(UndoKind.Unknown, UndoOffer.Of(unread, null, past).Kind);
    }

    private static IRenderedComponent<GatewayInstances> Show(Page page) => page.Show<GatewayInstances>(("Environment", Situation.Name), ("Check", true));

    private static GatewayInstanceState Instance(string name, Weights? weights, bool? agrees, string? error = null) => new(name, weights, Situation.Now, agrees, error);

    private static EnvironmentState With(params GatewayInstanceState[] instances)
    {
        var all = Situation.Environment();
        return all with { Gateway = all.Gateway with { Instances = instances } };
    }
}
