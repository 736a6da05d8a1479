using System.Text;
using System.Text.Json;

namespace OpsConsole.Server.Health;

/// <summary>
/// Asks by HTTP GET: 200 to 399 is good, with the expected text in the answer where one is. The version comes from a header or from a
/// JSON answer's <c>version</c>.
/// </summary>
internal sealed class HttpProbe(string component, Slot? slot, TimeSpan interval, Func<Uri?> address, string versionHeader, HttpMessageInvoker http, TimeProvider time, string? expect = null) : IProbe
{
    public string Component => component;

    public string Kind => "http";

    public Slot? Slot => slot;

    public TimeSpan Interval => interval;

    public async Task<ProbeAnswer> AskAsync(TimeSpan limit, CancellationToken cancellationToken)
        => address() is { } url
            ? await Look.WithinAsync(limit, time, token => LookAsync(url, token), cancellationToken)
            : new ProbeAnswer("Its address is not known yet.", TimeSpan.Zero, null, Asked: false);

    private async Task<ProbeAnswer> LookAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.ConnectionClose = true;
        using var response = await http.SendAsync(request, cancellationToken);
        var version = response.Headers.TryGetValues(versionHeader, out var values) ? values.FirstOrDefault() : null;
        // The body is of interest only where something in it is asked for.
        var body = version is null || expect is not null ? await HttpBody.ReadAsync(response, cancellationToken) : null;
        var status = (int)response.StatusCode;
        var error = status is < 200 or >= 400 ? $"HTTP {status}"
            : expect is not null && !Encoding.UTF8.GetString(body!.Bytes.Span).Contains(expect, StringComparison.Ordinal) ? $"HTTP {status} without '{expect}'{(body.Whole ? "" : " in its first 64 kB")}"
            : null;
        return new ProbeAnswer(error, TimeSpan.Zero, version ?? VersionIn(response, body));
    }

    private static string? VersionIn(HttpResponseMessage response, HttpBody? body)
    {
        if (body is not { Whole: true } || response.Content.Headers.ContentType?.MediaType != "application/json")
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(body.Bytes);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String
                ? version.GetString()
                : null;
        }
        catch (JsonException)
        {
            // An answer that is no JSON names no version; that does not make the component unwell.
            return null;
        }
    }
}
