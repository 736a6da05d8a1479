using System.Net.Sockets;
using System.Text.Json;

namespace OpsConsole.Server.Health;

/// <summary>Asks by HTTP GET: 200 to 399 is good. The version comes from a header or from a JSON answer's <c>version</c>.</summary>
internal sealed class HttpProbe(string component, Slot? slot, TimeSpan interval, Func<Uri?> address, string versionHeader, HttpMessageInvoker http, TimeProvider time) : IProbe
{
    private const int MaxBody = 64 * 1024;

    public string Component => component;

    public string Kind => "http";

    public Slot? Slot => slot;

    public TimeSpan Interval => interval;

    public async Task<ProbeAnswer> AskAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (address() is not { } url)
        {
            return new ProbeAnswer("Its address is not known yet.", TimeSpan.Zero, null, Asked: false);
        }

        var started = time.GetTimestamp();
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.ConnectionClose = true;
            using var response = await http.SendAsync(request, either.Token);
            var version = await VersionAsync(response, either.Token);
            var status = (int)response.StatusCode;
            return new ProbeAnswer(status is >= 200 and < 400 ? null : $"HTTP {status}", time.GetElapsedTime(started), version);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var error = exception is OperationCanceledException
                ? $"no answer within {limit.TotalSeconds:0.#} s"
                : (exception.InnerException as SocketException)?.Message ?? exception.Message;
            return new ProbeAnswer(error, time.GetElapsedTime(started), null);
        }
    }

    private async Task<string?> VersionAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Headers.TryGetValues(versionHeader, out var values))
        {
            return values.FirstOrDefault();
        }

        var body = new byte[MaxBody];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = await stream.ReadAtLeastAsync(body, MaxBody, throwOnEndOfStream: false, cancellationToken);
        return read < MaxBody && response.Content.Headers.ContentType?.MediaType == "application/json" ? VersionIn(body.AsMemory(0, read)) : null;
    }

    private static string? VersionIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
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
