using System.Net;
using Dapper;

namespace OpsConsole.Server.Tests.Access;

public sealed class SignInTests
{
    [Fact]
    public async Task SignIn_RightPassword_OpensTheConsoleAndIsEntered()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("ann", Role.Sre);
        using var browser = site.Browser();
        var answer = await browser.SignInAsync("ann");
        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.Status, answer.Location));
        Assert.Contains("opsconsole=", answer.Headers, StringComparison.Ordinal);
        Assert.Contains("httponly", answer.Headers, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", answer.Headers, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"name\":\"ann\",\"role\":1,\"origin\":\"browser 127.0.0.1\"", (await browser.GetAsync("/api/v1/thing")).Body, StringComparison.Ordinal);
        var entry = Assert.Single(await site.EntriesAsync());
        Assert.Equal(("ann", Role.Sre, "browser 127.0.0.1", "sign-in", AuditOutcome.Succeeded), (entry.Actor, entry.Role!.Value, entry.Origin, entry.Action, entry.Outcome));
        Assert.Equal(site.Time.GetUtcNow(), (await site.People.ListAsync(CancellationToken.None)).Single().LastSignInAt);
    }

    [Fact]
    public async Task SignIn_NameInAnotherCase_IsTheSamePerson()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("Ann", Role.Viewer);
        using var browser = site.Browser();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync("aNN")).Status);
        Assert.Equal("Ann", Assert.Single(await site.EntriesAsync()).Actor);
    }

    [Fact]
    public async Task SignIn_WrongPasswordUnknownNameAndDisabledAccount_AreAnsweredAlike()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("ann", Role.Viewer);
        await site.AddAsync("bob", Role.Viewer);
        Assert.True((await site.People.ChangeAsync(TestSite.Local, "bob", Role.Viewer, disabled: true, CancellationToken.None)).Refusal is not null);
        await site.AddAsync("lea", Role.Lead);
        Assert.True((await site.People.ChangeAsync(TestSite.Local, "bob", Role.Viewer, disabled: true, CancellationToken.None)).Ok);
        using var browser = site.Browser();
        var answers = new[]
        {
            await browser.SignInAsync("ann", "not her password"),
            await browser.SignInAsync("eve", "not her password"),
            await browser.SignInAsync("bob"),
            await browser.SignInAsync("bob", "not his password"),
            await browser.SignInAsync("ann", ""),
            await browser.SignInAsync("ann", new string('x', 5000)),
        };
        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Unauthorized, answers[0].Message), (answer.Status, answer.Message)));
        Assert.StartsWith("Name and password do not belong together.", answers[0].Message, StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.DoesNotContain("opsconsole=", answer.Headers, StringComparison.Ordinal));
        Assert.Equal(
            ["ann:Viewer", "eve:", "bob:Viewer", "bob:Viewer", "ann:Viewer", "ann:Viewer"],
            (await site.EntriesAsync()).Select(entry => $"{entry.Actor}:{entry.Role}"));
        Assert.All(await site.EntriesAsync(), entry => Assert.Equal(("sign-in", AuditOutcome.Refused), (entry.Action, entry.Outcome)));
    }

    [Fact]
    public async Task SignIn_PasswordInTheNameField_StaysOutOfTheEternalPart()
    {
        await using var site = await TestSite.StartAsync();
        using var browser = site.Browser();
        await browser.SignInAsync("my secret\npass word!", "x");
        var entry = Assert.Single(await site.EntriesAsync());
        Assert.Equal("(no such name)", entry.Actor);
        Assert.Contains("my secret", entry.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(entry.Detail!, char.IsControl);
    }

    [Fact]
    public async Task SignIn_WithoutTheFormsToken_IsRefused()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("ann", Role.Viewer);
        using var browser = site.Browser();
        var answer = await browser.SendAsync(
            HttpMethod.Post,
            "/sign-in",
            new FormUrlEncodedContent([new("_handler", "sign-in"), new("name", "ann"), new("password", TestBrowser.Password)]),
            []);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Empty(await site.EntriesAsync());
    }

    [Theory]
    [InlineData("/runs/7?x=1", "/runs/7?x=1")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("", "/")]
    [InlineData("/sign-in", "/")]
    public async Task SignIn_GoesOnlyToPagesOfTheConsole(string asked, string goes)
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("ann", Role.Viewer);
        using var browser = site.Browser();
        var answer = await browser.SignInAsync("ann", path: $"/sign-in?returnUrl={Uri.EscapeDataString(asked)}");
        Assert.Equal((HttpStatusCode.Redirect, goes), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task SignIn_ThatCannotBeEntered_DoesNotHappen()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("ann", Role.Viewer);
        await site.Store.Database.WriteAsync(
            (connection, _) => connection.Execute("CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'full'); END"), CancellationToken.None);
        using var browser = site.Browser();
        var answer = await browser.SignInAsync("ann");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/thing")).Status);
    }

    [Fact]
    public async Task SignOut_EndsTheSession_AlsoForACopyOfItsCookie()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("ann", Role.Viewer);
        using var browser = site.Browser();
        await browser.SignInAsync("ann");
        using var thief = browser.Copy();
        using var elsewhere = site.Browser();
        await elsewhere.SignInAsync("ann");
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/api/v1/thing")).Status);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/sign-out", ("Origin", browser.Origin))).Status);
        var answer = await browser.SubmitAsync("/sign-out", await browser.GetAsync("/sign-in"));
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (answer.Status, answer.Location));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/thing")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/v1/thing")).Status);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/api/v1/thing")).Status);
        Assert.Equal("ann", Assert.Single(await site.EntriesAsync("sign-out")).Actor);
    }

    [Fact]
    public async Task Session_EndsAfterEightIdleHours_AndSlidesWhileUsed()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("ann", Role.Viewer);
        using var browser = site.Browser();
        await browser.SignInAsync("ann");
        for (var n = 0; n < 4; n++)
        {
            site.Time.Advance(TimeSpan.FromHours(5));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/thing")).Status);
        }

        site.Time.Advance(TimeSpan.FromHours(9));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/thing")).Status);
    }

    [Fact]
    public async Task Session_OfAChangedOrDisabledAccount_IsOutAtOnce()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("lea", Role.Lead);
        await site.AddAsync("ann", Role.Sre);
        using var browser = site.Browser();
        await browser.SignInAsync("ann");
        await site.People.ChangeAsync(TestSite.Local, "ann", Role.Viewer, disabled: false, CancellationToken.None);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/thing")).Status);
        await browser.SignInAsync("ann");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/thing")).Status);
        await site.People.ChangeAsync(TestSite.Local, "ann", Role.Viewer, disabled: true, CancellationToken.None);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/thing")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SignInAsync("ann")).Status);
    }

    [Fact]
    public async Task Cookie_OfAnotherConsole_IsWorthNothing()
    {
        await using var one = await TestSite.StartAsync();
        await using var other = await TestSite.StartAsync();
        await one.AddAsync("ann", Role.Lead);
        await other.AddAsync("ann", Role.Lead);
        using var browser = one.Browser();
        await browser.SignInAsync("ann");
        using var there = new TestBrowser(other.Url, browser.Copy().Cookies);
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.GetAsync("/api/v1/thing")).Status);
    }

    [Fact]
    public async Task Keys_LieBesideTheStore_ForTheirOwnerAlone()
    {
        await using var site = await TestSite.StartAsync();
        using var browser = site.Browser();
        await browser.GetAsync("/sign-in");
        var keys = new DirectoryInfo(Path.Combine(site.Store.Directory, "keys"));
        Assert.NotEmpty(keys.GetFiles("*.xml"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, keys.UnixFileMode);
    }
}
