using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsConsole.Support;

/// <summary>Calls the API as a program does that knows nothing but its description.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiClient(Uri url, string? token)
    {
        Token = token;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public string? Token { get; }

    /// <summary>A client with a token of its own, made with the tool.</summary>
    public static async Task<ApiClient> ForAsync(ConsoleProcess console, string role, string? name = null)
    {
        var made = await console.RunToolAsync("token", "create", "--name", name ?? $"test-{role}", "--role", role);
        return made.ExitCode == 0
            ? new ApiClient(console.Url, made.Output.Trim())
            : throw new InvalidOperationException($"No token: {made.Errors}{made.Output}");
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, content: null);

    /// <summary>GET whose answer must be 200; gives the body.</summary>
    public async Task<JsonNode> ReadAsync(string path)
    {
        var answer = await GetAsync(path);
        return answer.Status == HttpStatusCode.OK ? answer.Json : throw new InvalidOperationException($"GET {path}: {answer}");
    }

    public Task<ApiAnswer> PostAsync(string path, string json, string? idempotencyKey = null)
        => SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), idempotencyKey);

    public Task<ApiAnswer> PostAsync(string path, JsonNode? body = null, string? idempotencyKey = null)
        => PostAsync(path, body?.ToJsonString() ?? "", idempotencyKey);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var answer = await _http.SendAsync(request);
        return new ApiAnswer(
            answer.StatusCode,
            answer.Content.Headers.ContentType?.MediaType,
            answer.Headers.Location,
            await answer.Content.ReadAsStringAsync());
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What the API answered.</summary>
/// <param name="Status">The code.</param>
/// <param name="MediaType">Of the body.</param>
/// <param name="Location">Where what was made is found.</param>
/// <param name="Text">The body.</param>
public sealed record ApiAnswer(HttpStatusCode Status, string? MediaType, Uri? Location, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text) ?? throw new InvalidOperationException($"null: {this}");

    /// <summary>The last part of a problem's type; null when it is none.</summary>
    public string? Problem => MediaType == "application/problem+json" ? Json["type"]?.GetValue<string>().Split(':')[^1] : null;

    public override string ToString() => $"{(int)Status} {MediaType} {Text}";
}
