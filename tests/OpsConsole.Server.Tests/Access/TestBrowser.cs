using System.Net;
using System.Text.RegularExpressions;

namespace OpsConsole.Server.Tests.Access;

/// <summary>What a browser does: keeps cookies, fills forms, says from where it comes.</summary>
internal sealed partial class TestBrowser : IDisposable
{
    public const string Password = "a test's long password";

    private readonly HttpClient _http;
    private readonly Uri _url;

    public TestBrowser(Uri url, CookieContainer? cookies = null)
    {
        _url = url;
        Cookies = cookies ?? new CookieContainer();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = url };
    }

    public CookieContainer Cookies { get; }

    public string Origin => _url.GetLeftPart(UriPartial.Authority);

    /// <summary>A second browser with the same cookies: what somebody has who copied them.</summary>
    public TestBrowser Copy()
    {
        var copied = new CookieContainer();
        copied.Add(Cookies.GetCookies(_url));
        return new(_url, copied);
    }

    public Task<BrowserAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<BrowserAnswer> PostAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, null, headers);

    /// <summary>Loads a page, fills its form and sends it with what the page hid in it.</summary>
    public async Task<BrowserAnswer> FillAsync(string path, params (string Name, string Value)[] fields)
    {
        var page = await GetAsync(path);
        return await SubmitAsync(path, page, fields);
    }

    /// <summary>Sends the form of a page that was loaded before.</summary>
    public Task<BrowserAnswer> SubmitAsync(string path, BrowserAnswer page, params (string Name, string Value)[] fields)
    {
        var form = Hidden().Matches(page.Body).ToDictionary(
            match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value), StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        return SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form), [("Origin", Origin)]);
    }

    public Task<BrowserAnswer> SignInAsync(string name, string password = Password, string path = "/sign-in") => FillAsync(path, ("name", name), ("password", password));

    public async Task<BrowserAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _http.SendAsync(request);
        return new(answer.StatusCode, answer.Headers.Location?.ToString(), await answer.Content.ReadAsStringAsync(), string.Join('\n', answer.Headers.SelectMany(header => header.Value.Select(value => $"{header.Key}: {value}"))));
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*name=\"(?<name>[^\"]*)\"[^>]*value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();
}

/// <summary>What came back.</summary>
internal sealed record BrowserAnswer(HttpStatusCode Status, string? Location, string Body, string Headers)
{
    public string Message => WebUtility.HtmlDecode(Regex.Match(Body, "data-test=\"sign-in-message\"[^>]*>(?<text>[^<]*)<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Groups["text"].Value);
}
