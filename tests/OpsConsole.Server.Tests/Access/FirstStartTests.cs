using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Server.Access;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Tests.Access;

public sealed class FirstStartTests
{
    private const string Chosen = "chosen by the first one";

    [Fact]
    public async Task ConfiguredPassword_MakesTheFirstAccountOnce()
    {
        await using var site = await TestSite.StartAsync("pw");
        Assert.Null(await PrepareAsync(site));
        Assert.Null(await PrepareAsync(site));
        using var browser = site.Browser();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync("admin", "pw")).Status);
        Assert.Equal(["console user admin", "admin sign-in "], (await site.EntriesAsync()).Select(entry => $"{entry.Actor} {entry.Action} {entry.Target}"));
        Assert.Equal(Role.Lead, (await site.People.ListAsync(CancellationToken.None)).Single().Role);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task EmptyPassword_IsRefused(string password)
    {
        await using var site = await TestSite.StartAsync(password);
        Assert.Contains("Bootstrap:Password", (await Assert.ThrowsAsync<StoreException>(() => PrepareAsync(site))).Message, StringComparison.Ordinal);
        Assert.Empty(await site.People.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task OneTimeWayIn_MakesTheFirstAccountAndSignsIn()
    {
        await using var site = await TestSite.StartAsync();
        var path = (await PrepareAsync(site))!;
        Assert.Matches(@"\A/sign-in\?code=[A-Za-z0-9_-]{43}\z", path);
        using var browser = site.Browser();
        var page = await browser.GetAsync(path);
        Assert.Contains("Choose a password for admin", page.Body, StringComparison.Ordinal);
        Assert.Contains("no-referrer", page.Headers, StringComparison.Ordinal);
        Assert.Contains("no-store", page.Headers, StringComparison.Ordinal);

        var tooShort = await browser.FillAsync(path, ("password", "short"), ("again", "short"));
        Assert.Equal((HttpStatusCode.BadRequest, "A password needs 12 to 256 characters. Nothing was saved yet."), (tooShort.Status, tooShort.Message));
        var different = await browser.FillAsync(path, ("password", Chosen), ("again", Chosen + "!"));
        Assert.Equal((HttpStatusCode.BadRequest, "The two passwords are not the same. Nothing was saved yet."), (different.Status, different.Message));

        var done = await browser.FillAsync(path, ("password", Chosen), ("again", Chosen));
        Assert.Equal((HttpStatusCode.Redirect, "/"), (done.Status, done.Location));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/thing")).Status);
        Assert.Equal(["admin user admin", "admin sign-in "], (await site.EntriesAsync()).Select(entry => $"{entry.Actor} {entry.Action} {entry.Target}"));
        using var other = site.Browser();
        Assert.Equal(HttpStatusCode.Redirect, (await other.SignInAsync("admin", Chosen)).Status);
    }

    [Fact]
    public async Task OneTimeWayIn_WorksOnce_EvenForTwoAtOnce()
    {
        await using var site = await TestSite.StartAsync();
        var path = (await PrepareAsync(site))!;
        var browsers = Enumerable.Range(0, 4).Select(_ => site.Browser()).ToList();
        var pages = await Task.WhenAll(browsers.Select(browser => browser.GetAsync(path)));
        var answers = await Task.WhenAll(browsers.Zip(pages, (browser, page) => browser.SubmitAsync(path, page, ("password", Chosen), ("again", Chosen))));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Redirect);
        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Gone));
        Assert.Single(await site.People.ListAsync(CancellationToken.None));
        Assert.Contains("works once", (await browsers[0].GetAsync(path)).Message, StringComparison.Ordinal);
        Assert.Null(await PrepareAsync(site));
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task OneTimeWayIn_ClosesAfterADay_AndByTheNextStart()
    {
        await using var site = await TestSite.StartAsync();
        var first = site.Services.GetRequiredService<FirstStart>();
        var old = (await PrepareAsync(site))!;
        var current = (await PrepareAsync(site))!;
        Assert.False(await first.IsOpenAsync(CodeOf(old), CancellationToken.None));
        Assert.True(await first.IsOpenAsync(CodeOf(current), CancellationToken.None));
        Assert.False(await first.IsOpenAsync("", CancellationToken.None));
        Assert.False(await first.IsOpenAsync(CodeOf(current)[..^1], CancellationToken.None));
        site.Time.Advance(TimeSpan.FromHours(24));
        Assert.False(await first.IsOpenAsync(CodeOf(current), CancellationToken.None));
        using var browser = site.Browser();
        Assert.DoesNotContain("Choose a password", (await browser.GetAsync(current)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneTimeWayIn_ClosesWhenALeadIsMadeMeanwhile()
    {
        await using var site = await TestSite.StartAsync();
        var path = (await PrepareAsync(site))!;
        await site.AddAsync("ann", Role.Viewer);
        Assert.True(await site.Services.GetRequiredService<FirstStart>().IsOpenAsync(CodeOf(path), CancellationToken.None));
        await site.AddAsync("lea", Role.Lead);
        Assert.False(await site.Services.GetRequiredService<FirstStart>().IsOpenAsync(CodeOf(path), CancellationToken.None));
    }

    private static Task<string?> PrepareAsync(TestSite site) => site.Services.GetRequiredService<FirstStart>().PrepareAsync(CancellationToken.None);

    private static string CodeOf(string path) => path[(path.IndexOf('=', StringComparison.Ordinal) + 1)..];
}
