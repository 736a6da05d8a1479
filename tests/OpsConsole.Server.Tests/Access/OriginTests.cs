using System.Net;

namespace OpsConsole.Server.Tests.Access;

/// <summary>What another site's page can make a signed-in browser send.</summary>
public sealed class OriginTests
{
    [Theory]
    [InlineData(null, null, HttpStatusCode.Forbidden)]
    [InlineData("OWN", null, HttpStatusCode.OK)]
    [InlineData("https://evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData("OWN.evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "OWN/runs", HttpStatusCode.OK)]
    [InlineData(null, "https://evil.example/OWN", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", "OWN/", HttpStatusCode.Forbidden)]
    public async Task ChangeByCookie_NeedsTheConsolesOwnOrigin(string? origin, string? referer, HttpStatusCode status)
    {
        await using var site = await TestSite.StartAsync();
        using var browser = await SignedInAsync(site);
        var answer = await browser.PostAsync("/api/v1/thing", Headers(browser, origin, referer));
        Assert.Equal(status, answer.Status);
        var refusals = await site.EntriesAsync("refusal");
        if (status == HttpStatusCode.OK)
        {
            Assert.Empty(refusals);
        }
        else
        {
            Assert.Contains("urn:opsconsole:problem:not-allowed", answer.Body, StringComparison.Ordinal);
            Assert.Equal(("ann", "POST /api/v1/thing"), (Assert.Single(refusals).Actor, refusals[0].Target));
        }
    }

    [Fact]
    public async Task ReadingByCookie_NeedsNoOrigin()
    {
        await using var site = await TestSite.StartAsync();
        using var browser = await SignedInAsync(site);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/thing")).Status);
    }

    [Fact]
    public async Task ChangeByToken_NeedsNoOrigin_EvenWithACookieBesides()
    {
        await using var site = await TestSite.StartAsync();
        using var browser = await SignedInAsync(site);
        var token = await site.TokenAsync(Role.Sre, "ci");
        Assert.Contains("\"ci\"", (await browser.PostAsync("/api/v1/thing", ("Authorization", $"Bearer {token}"))).Body, StringComparison.Ordinal);
        // A token that does not count never falls back to the cookie.
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostAsync("/api/v1/thing", ("Authorization", "Bearer opc_x"))).Status);
    }

    [Theory]
    [InlineData("/_blazor")]
    [InlineData("/hubs/telemetry/negotiate")]
    public async Task LiveConnection_FromAnotherSite_IsRefused(string path)
    {
        await using var site = await TestSite.StartAsync();
        using var browser = await SignedInAsync(site);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync(path, ("Origin", browser.Origin))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(path, ("Origin", "https://evil.example"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(path, ("Origin", "https://evil.example"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(path)).Status);
        // The handshake of a WebSocket is a GET; without an Origin no browser sent it.
        (string, string)[] upgrade = [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")];
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(path, upgrade)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(path, [.. upgrade, ("Origin", "https://evil.example")])).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(path, [.. upgrade, ("Origin", browser.Origin)])).Status);

        var token = await site.TokenAsync(Role.Viewer, "ci");
        using var program = site.Browser();
        Assert.Equal(HttpStatusCode.OK, (await program.PostAsync(path, ("Authorization", $"Bearer {token}"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.PostAsync(path, ("Authorization", $"Bearer {token}"), ("Origin", "https://evil.example"))).Status);
    }

    [Fact]
    public async Task Page_WithoutASignIn_LeadsToTheSignIn_AndBack()
    {
        await using var site = await TestSite.StartAsync();
        await site.AddAsync("ann", Role.Viewer);
        using var browser = site.Browser();
        var answer = await browser.GetAsync("/some/page?a=1&b=2");
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?returnUrl=%2Fsome%2Fpage%3Fa%3D1%26b%3D2"), (answer.Status, answer.Location));
        Assert.Equal("/some/page?a=1&b=2", (await browser.SignInAsync("ann", path: answer.Location!)).Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/some/page?a=1&b=2")).Status);
    }

    [Theory]
    [InlineData("GET", "/api/v1/thing")]
    [InlineData("GET", "/API/v1/thing")]
    [InlineData("POST", "/api/v1/thing")]
    [InlineData("GET", "/_blazor")]
    [InlineData("POST", "/hubs/telemetry/negotiate")]
    public async Task Program_WithoutASignIn_IsNeverSentToAPage(string method, string path)
    {
        await using var site = await TestSite.StartAsync();
        using var browser = site.Browser();
        var answer = await browser.SendAsync(new HttpMethod(method), path, null, []);
        Assert.Equal((HttpStatusCode.Unauthorized, null), (answer.Status, answer.Location));
    }

    private static async Task<TestBrowser> SignedInAsync(TestSite site)
    {
        await site.AddAsync("ann", Role.Sre);
        var browser = site.Browser();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync("ann")).Status);
        return browser;
    }

    private static (string, string)[] Headers(TestBrowser browser, string? origin, string? referer)
        => [.. new[] { ("Origin", origin), ("Referer", referer) }
            .Where(header => header.Item2 is not null)
            .Select(header => (header.Item1, header.Item2!.Replace("OWN", browser.Origin, StringComparison.Ordinal)))];
}
