using System.Net;
using Dapper;

namespace OpsConsole.Server.Tests.Access;

public sealed class PeopleTests
{
    private static readonly Actor s_viewer = new("vic", Role.Viewer, "browser 127.0.0.1");

    [Theory]
    [InlineData("console")]
    [InlineData("Console")]
    [InlineData("anonymous")]
    [InlineData("local:root")]
    [InlineData("localhost")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    [InlineData("ann\n")]
    [InlineData("änn")]
    [InlineData("-x")]
    [InlineData("a/b")]
    public async Task Name_ThatCouldBeTakenForSomethingElse_IsRefused(string name)
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(RefusalKind.BadRequest, (await site.People.AddAsync(TestSite.Local, name, Role.Viewer, TestBrowser.Password, CancellationToken.None)).Refusal!.Kind);
        Assert.Equal(RefusalKind.BadRequest, (await site.People.CreateTokenAsync(TestSite.Local, name, Role.Viewer, null, CancellationToken.None)).Refusal!.Kind);
        Assert.Empty(await site.People.ListAsync(CancellationToken.None));
        Assert.Empty(await site.People.ListTokensAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Everybody_ButALead_IsRefusedAndEntered()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("lea", Role.Lead);
        await site.TokenAsync(Role.Sre, "ci");
        var refusals = new[]
        {
            (await site.People.AddAsync(s_viewer, "eve", Role.Lead, TestBrowser.Password, CancellationToken.None)).Refusal,
            (await site.People.ChangeAsync(s_viewer, "lea", Role.Viewer, true, CancellationToken.None)).Refusal,
            (await site.People.CreateTokenAsync(s_viewer, "mine", Role.Lead, null, CancellationToken.None)).Refusal,
            (await site.People.RevokeTokenAsync(s_viewer, "ci", CancellationToken.None)).Refusal,
        };
        Assert.All(refusals, refusal => Assert.Equal(RefusalKind.NotAllowed, refusal!.Kind));
        Assert.Equal(
            ["user eve Refused", "user lea Refused", "token mine Refused", "token ci Refused"],
            (await site.EntriesAsync()).Where(entry => entry.Actor == "vic").Select(entry => $"{entry.Action} {entry.Target} {entry.Outcome}"));
        Assert.Equal([Role.Lead], (await site.People.ListAsync(CancellationToken.None)).Select(person => person.Role));
        Assert.False((await site.People.ListTokensAsync(CancellationToken.None)).Single().Revoked);
    }

    [Fact]
    public async Task LastLead_Stays()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("lea", Role.Lead);
        await site.AddAsync("ann", Role.Sre);
        Assert.Equal(RefusalKind.WrongState, (await ChangeAsync("lea", Role.Sre, false)).Refusal!.Kind);
        Assert.Equal(RefusalKind.WrongState, (await ChangeAsync("lea", Role.Lead, true)).Refusal!.Kind);
        Assert.True((await ChangeAsync("ann", Role.Lead, false)).Ok);
        Assert.True((await ChangeAsync("lea", Role.Sre, true)).Ok);
        Assert.Equal(RefusalKind.WrongState, (await ChangeAsync("ann", Role.Viewer, false)).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await ChangeAsync("eve", Role.Viewer, false)).Refusal!.Kind);

        Task<Result<Person>> ChangeAsync(string name, Role role, bool disabled) => site.People.ChangeAsync(TestSite.Local, name, role, disabled, CancellationToken.None);
    }

    [Fact]
    public async Task Change_ThatCannotBeEntered_DoesNotHappen()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("lea", Role.Lead);
        await site.AddAsync("ann", Role.Viewer);
        await site.TokenAsync(Role.Viewer, "ci");
        await site.Store.Database.WriteAsync(
            (connection, _) => connection.Execute("CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'full'); END"), CancellationToken.None);
        var refusals = new[]
        {
            (await site.People.AddAsync(TestSite.Local, "eve", Role.Lead, TestBrowser.Password, CancellationToken.None)).Refusal,
            (await site.People.ChangeAsync(TestSite.Local, "ann", Role.Lead, false, CancellationToken.None)).Refusal,
            (await site.People.CreateTokenAsync(TestSite.Local, "more", Role.Lead, null, CancellationToken.None)).Refusal,
            (await site.People.RevokeTokenAsync(TestSite.Local, "ci", CancellationToken.None)).Refusal,
        };
        Assert.All(refusals, refusal => Assert.Equal(RefusalKind.NotRecorded, refusal!.Kind));
        Assert.Equal(["ann:Viewer", "lea:Lead"], (await site.People.ListAsync(CancellationToken.None)).Select(person => $"{person.Name}:{person.Role}"));
        Assert.Equal(["ci:False"], (await site.People.ListTokensAsync(CancellationToken.None)).Select(token => $"{token.Name}:{token.Revoked}"));
    }

    [Fact]
    public async Task Api_OfPeopleAndTokens_IsForLeads()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var role in new[] { Role.Viewer, Role.Sre, Role.Kiosk })
        {
            using var api = site.Api(await site.TokenAsync(role));
            Assert.Equal("not-allowed", (await api.GetAsync("/api/v1/people")).Problem);
            Assert.Equal("not-allowed", (await api.GetAsync("/api/v1/tokens")).Problem);
            Assert.Equal("not-allowed", (await api.PostAsync("/api/v1/people", "{}")).Problem);
            Assert.Equal("not-allowed", (await api.PostAsync("/api/v1/tokens", "{}")).Problem);
            Assert.Equal("not-allowed", (await api.SendAsync(HttpMethod.Put, "/api/v1/people/ann", null)).Problem);
            Assert.Equal("not-allowed", (await api.SendAsync(HttpMethod.Delete, "/api/v1/tokens/viewer", null)).Problem);
            // Each of them once, and nothing twice.
            Assert.Equal(6, (await site.EntriesAsync("refusal")).Count(entry => entry.Role == role));
        }
    }

    [Fact]
    public async Task Api_MakesListsChangesAndRevokes()
    {
        await using var site = await TestSite.StartAsync();
        using var api = site.Api(await site.TokenAsync(Role.Lead, "boss"));
        var added = await api.PostAsync("/api/v1/people", $$"""{"name": "ann", "role": "sre", "password": "{{TestBrowser.Password}}"}""");
        Assert.Equal((HttpStatusCode.Created, "/api/v1/people/ann"), (added.Status, added.Location?.ToString()));
        Assert.Equal("""{"name":"ann","role":"sre","createdAt":"2026-03-14T09:00:00.000Z","lastSignInAt":null,"disabled":false}""", added.Text);
        Assert.Equal("wrong-state", (await api.PostAsync("/api/v1/people", $$"""{"name": "ANN", "role": "sre", "password": "{{TestBrowser.Password}}"}""")).Problem);
        Assert.Equal("""{"people":[{"name":"ann","role":"sre","createdAt":"2026-03-14T09:00:00.000Z","lastSignInAt":null,"disabled":false}],"next":null}""", (await api.GetAsync("/api/v1/people")).Text);
        await site.AddAsync("lea", Role.Lead);
        var changed = await api.SendAsync(HttpMethod.Put, "/api/v1/people/ann", Json("""{"role": "viewer", "disabled": true}"""));
        Assert.Equal((HttpStatusCode.OK, "viewer", true), (changed.Status, changed.Json["role"]!.GetValue<string>(), changed.Json["disabled"]!.GetValue<bool>()));

        var token = await api.PostAsync("/api/v1/tokens", """{"name": "ci", "role": "viewer", "days": 30}""");
        Assert.Equal((HttpStatusCode.Created, "/api/v1/tokens/ci"), (token.Status, token.Location?.ToString()));
        using var ci = site.Api(token.Json["token"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await ci.GetAsync("/api/v1/thing")).Status);
        var listed = (await api.ReadAsync("/api/v1/tokens"))["tokens"]!.AsArray().Single(item => item!["name"]!.GetValue<string>() == "ci")!;
        Assert.Equal(("boss", "2026-04-13T09:00:00.000Z"), (listed["createdBy"]!.GetValue<string>(), listed["expiresAt"]!.GetValue<string>()));
        Assert.DoesNotContain("opc_", listed.ToJsonString(), StringComparison.Ordinal);
        Assert.True((await api.SendAsync(HttpMethod.Delete, "/api/v1/tokens/ci", null)).Json["revoked"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Delete, "/api/v1/tokens/ci", null)).Status);
        Assert.Equal("not-found", (await api.SendAsync(HttpMethod.Delete, "/api/v1/tokens/none", null)).Problem);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ci.GetAsync("/api/v1/thing")).Status);
        Assert.Equal(
            ["user ann", "user ann", "token ci", "token ci"],
            (await site.EntriesAsync()).Where(entry => entry.Actor == "boss").Select(entry => $"{entry.Action} {entry.Target}"));
    }

    [Theory]
    [InlineData("/api/v1/people", "")]
    [InlineData("/api/v1/people", "{")]
    [InlineData("/api/v1/people", "[]")]
    [InlineData("/api/v1/people", "null")]
    [InlineData("/api/v1/people", """{"name": "ann", "password": "a test's long password"}""")]
    [InlineData("/api/v1/people", """{"name": "ann", "role": "boss", "password": "a test's long password"}""")]
    [InlineData("/api/v1/people", """{"name": "ann", "role": 2, "password": "a test's long password"}""")]
    [InlineData("/api/v1/people", """{"name": "ann", "role": "viewer", "password": "short"}""")]
    [InlineData("/api/v1/people", """{"name": null, "role": "viewer", "password": null}""")]
    [InlineData("/api/v1/people", """{"name": "ann", "role": "viewer", "password": "a test's long password", "more": 1}""")]
    [InlineData("/api/v1/tokens", """{"name": "ci", "role": "viewer", "days": 0}""")]
    [InlineData("/api/v1/tokens", """{"name": "ci", "role": "viewer", "days": 3651}""")]
    [InlineData("/api/v1/tokens", """{"name": "ci", "role": "viewer", "days": 1.5}""")]
    public async Task Api_BadBody_IsToldWhatIsWrong(string path, string body)
    {
        await using var site = await TestSite.StartAsync();
        using var api = site.Api(await site.TokenAsync(Role.Lead, "boss"));
        var answer = await api.PostAsync(path, body);
        Assert.Equal((HttpStatusCode.BadRequest, "bad-request"), (answer.Status, answer.Problem));
        Assert.DoesNotContain("OpsConsole.", answer.Text, StringComparison.Ordinal);
        Assert.Empty(await site.People.ListAsync(CancellationToken.None));
        Assert.Single(await site.People.ListTokensAsync(CancellationToken.None));
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
}
