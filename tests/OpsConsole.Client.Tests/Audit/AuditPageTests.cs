using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Client.Audit;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests.Audit;

public sealed class AuditPageTests
{
    [Fact]
    public void Filter_IsReadFromTheAddress()
    {
        var query = new AuditFilter("2026-03-14T09:00", "2026-03-14T10:00:00+08:00", " sre-2 ", "run", "", "rolled", null, 7).ToQuery(50);
        Assert.Equal(new DateTimeOffset(2026, 3, 14, 9, 0, 0, TimeSpan.Zero), query.From);
        Assert.Equal(new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero), query.To);
        Assert.Equal(("sre-2", "run", null, null, null, 7L), (query.Actor, query.Action, query.Environment, query.Outcome, query.Text, query.RunId));
    }

    [Fact]
    public async Task Entries_AreShownAndTheChainIsChecked()
    {
        using var page = WithEntries();
        var shown = page.Show<AuditPage>();
        Assert.Equal(3, shown.FindAll("[data-test=audit-row]").Count);
        await Eventually.BecomesTrueAsync(() => shown.Find("[data-test=sentence]").TextContent.Contains("3 entries, the chain is whole.", StringComparison.Ordinal));
    }

    [Fact]
    public void Address_NarrowsTheList()
    {
        using var page = WithEntries();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo("/audit?outcome=refused");
        var shown = page.Show<AuditPage>();
        Assert.Equal("2", Assert.Single(shown.FindAll("[data-test=audit-row]")).GetAttribute("data-value"));
    }

    [Fact]
    public void Entry_OfTheAddress_IsOpened()
    {
        using var page = WithEntries();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo("/audit?entry=2");
        var shown = page.Show<AuditPage>();
        Assert.Contains(new string('a', 64), shown.Find("[data-test=entry-panel]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/audit?entry=abc")]
    [InlineData("/audit?entry=99999999999999999999&run=-1")]
    [InlineData("/audit?run=x&from=yesterday")]
    public void Address_MeansNothing_ShowsTheListAllTheSame(string address)
    {
        using var page = WithEntries();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        Assert.Equal(3, page.Show<AuditPage>().FindAll("[data-test=audit-row]").Count);
    }

    [Fact]
    public async Task NewEntry_AppearsWithoutAReload_WhenItIsLookedFor()
    {
        using var page = WithEntries();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo("/audit?outcome=refused");
        var shown = page.Show<AuditPage>();
        page.Doors.Entries.AddRange([Situation.Entry(4), Situation.Entry(5, outcome: AuditOutcome.Refused)]);
        page.Feed.Publish(Situation.Entry(5, outcome: AuditOutcome.Refused));
        await Eventually.BecomesTrueAsync(() => shown.FindAll("[data-test=audit-row]").Select(row => row.GetAttribute("data-value")).SequenceEqual(["5", "2"]));
    }

    private static Page WithEntries()
    {
        var page = new Page();
        page.Doors.Entries.AddRange([Situation.Entry(1), Situation.Entry(2, outcome: AuditOutcome.Refused), Situation.Entry(3)]);
        return page;
    }
}
