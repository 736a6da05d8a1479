using System.Net;
using Dapper;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Access;

public sealed class BearerTests
{
    [Fact]
    public async Task Token_SaysWhoAsks()
    {
        await using var site = await TestSite.StartAsync();
        using var api = site.Api(await site.TokenAsync(Role.Sre, "ci"));
        var answer = await api.GetAsync("/api/v1/thing");
        Assert.Equal((HttpStatusCode.OK, """{"name":"ci","role":1,"origin":"api 127.0.0.1"}"""), (answer.Status, answer.Text));
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync("/api/v1/thing", "{}")).Status);
    }

    [Fact]
    public async Task Token_IsStoredAsItsHashOnly()
    {
        await using var site = await TestSite.StartAsync();
        var token = await site.TokenAsync(Role.Sre);
        Assert.Matches(@"\Aopc_[A-Za-z0-9_-]{43}\z", token);
        await site.Store.Database.WriteAsync((connection, _) => connection.Execute("SELECT 1"), CancellationToken.None);
        foreach (var file in Directory.GetFiles(site.Store.Directory))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(token[4..], await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task NoToken_Or_AWrongOne_IsToldSo()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var token in new[] { null, "", "x", "opc_" + new string('A', 43), "opc_" + new string('A', 5000), "opc_" + new string('=', 43) })
        {
            using var browser = site.Browser();
            var answer = await browser.GetAsync("/api/v1/thing", token is null ? [] : [("Authorization", $"Bearer {token}")]);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
            Assert.Contains("urn:opsconsole:problem:not-signed-in", answer.Body, StringComparison.Ordinal);
            Assert.Contains("WWW-Authenticate: Bearer", answer.Headers, StringComparison.Ordinal);
            Assert.DoesNotContain("Location:", answer.Headers, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ExpiredToken_IsToldThatItHas()
    {
        await using var site = await TestSite.StartAsync();
        using var api = site.Api(await site.TokenAsync(Role.Sre, "ci", days: 1));
        site.Time.Advance(TimeSpan.FromHours(23.9));
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/api/v1/thing")).Status);
        site.Time.Advance(TimeSpan.FromHours(0.1));
        var answer = await api.GetAsync("/api/v1/thing");
        Assert.Equal("not-signed-in", answer.Problem);
        Assert.Contains("has expired", answer.Text, StringComparison.Ordinal);
        Assert.Equal("ci", (await new ApiClient(site.Url, await site.TokenAsync(Role.Lead, "ci")).ReadAsync("/api/v1/thing"))["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task RevokedToken_IsWorthNothingAtOnce()
    {
        await using var site = await TestSite.StartAsync();
        using var api = site.Api(await site.TokenAsync(Role.Sre, "ci"));
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/api/v1/thing")).Status);
        Assert.True((await site.People.RevokeTokenAsync(TestSite.Local, "ci", CancellationToken.None)).Ok);
        var answer = await api.GetAsync("/api/v1/thing");
        Assert.Equal("not-signed-in", answer.Problem);
        Assert.Contains("revoked", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenInTheQuery_CountsForTheHubAlone()
    {
        await using var site = await TestSite.StartAsync();
        var token = await site.TokenAsync(Role.Viewer);
        using var api = site.Api(null);
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync($"/hubs/telemetry/negotiate?access_token={token}", "")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync($"/api/v1/thing?access_token={token}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.PostAsync("/hubs/telemetry/negotiate?access_token=opc_x", "")).Status);
    }

    [Fact]
    public async Task BadTokens_AreEnteredOnceAMinute()
    {
        await using var site = await TestSite.StartAsync();
        using var api = site.Api("opc_nobody");
        for (var n = 0; n < 20; n++)
        {
            await api.GetAsync("/api/v1/thing");
        }

        var entry = Assert.Single(await site.EntriesAsync());
        Assert.Equal(("anonymous", null, "refusal", "GET /api/v1/thing", AuditOutcome.Refused), (entry.Actor, entry.Role, entry.Action, entry.Target, entry.Outcome));
        site.Time.Advance(TimeSpan.FromMinutes(1));
        await api.GetAsync("/api/v1/thing");
        Assert.Contains("19 more", (await site.EntriesAsync())[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LastUse_IsNotedToTheMinute()
    {
        await using var site = await TestSite.StartAsync();
        using var api = site.Api(await site.TokenAsync(Role.Viewer, "ci"));
        site.Time.Advance(TimeSpan.FromSeconds(130));
        await api.GetAsync("/api/v1/thing");
        await Eventually.IsAsync(
            () => site.People.ListTokensAsync(CancellationToken.None),
            tokens => tokens.Single().LastUsedAt == DateTimeOffset.Parse("2026-03-14T09:02:00Z", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Kiosk_MayUseNothing_AndThatIsEntered()
    {
        await using var site = await TestSite.StartAsync();
        using var api = site.Api(await site.TokenAsync(Role.Kiosk, "wall"));
        foreach (var path in new[] { "/api/v1/thing", "/api/v1/audit", "/api/v1/people", "/some/page" })
        {
            var answer = await api.GetAsync(path);
            Assert.Equal((HttpStatusCode.Forbidden, "not-allowed"), (answer.Status, answer.Problem));
        }

        Assert.Equal(4, (await site.EntriesAsync("refusal")).Count(entry => entry is { Actor: "wall", Role: Role.Kiosk, Outcome: AuditOutcome.Refused }));
    }
}
