using Microsoft.AspNetCore.Http.Features;

namespace OpsConsole.Server.Http;

/// <summary>Reads a JSON body, and says in one sentence what is wrong with it.</summary>
internal static class RequestBody
{
    /// <summary>No request of this API needs more.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>
    /// A client that still sends does not read yet, and a connection that is cut loses it the answer: so much of a body that is
    /// too large is read away first.
    /// </summary>
    private const long MaxDrained = 32 * 1024 * 1024;

    private static readonly TimeSpan s_drainPatience = TimeSpan.FromSeconds(10);

    /// <summary>The body as a <typeparamref name="T"/>, or what is wrong with it.</summary>
    public static async Task<Result<T>> ReadAsync<T>(HttpContext http, CancellationToken cancellationToken) where T : class
    {
        var body = await ReadBytesAsync(http, cancellationToken);
        return body switch
        {
            null => TooLarge,
            [] => Bad("The body is empty: it has to be a JSON object."),
            _ when !http.Request.HasJsonContentType() => Bad(
                $"The body is sent as {(http.Request.ContentType is { Length: > 0 } type ? $"'{BodyJson.Shown(type)}'" : "nothing in particular")}: it has to be JSON, with Content-Type: application/json."),
            _ => BodyJson.Parse<T>(body),
        };
    }

    /// <summary>The "no" to a body that is too large.</summary>
    public static Refusal TooLarge { get; } = new(RefusalKind.TooLarge, $"The body is larger than {MaxBytes / 1024} KiB.");

    /// <summary>Reads a body away that nobody wants, so that its sender comes to read the answer.</summary>
    public static async Task DrainAsync(HttpContext http, CancellationToken cancellationToken)
    {
        // Who asks before sending has not sent anything yet.
        if (http.Request.Headers.Expect.Count > 0)
        {
            http.Response.Headers.Connection = "close";
            return;
        }

        Allow(http, MaxDrained);
        using var patience = new CancellationTokenSource(s_drainPatience, http.RequestServices.GetRequiredService<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var waste = new byte[16 * 1024];
        try
        {
            while (await http.Request.Body.ReadAsync(waste, either.Token) > 0)
            {
                // Nobody wants it.
            }
        }
        catch (Exception exception) when (exception is BadHttpRequestException or IOException or OperationCanceledException)
        {
            // More than anybody needs to send, too slow, or gone: then the connection goes too.
            http.Response.Headers.Connection = "close";
        }
    }

    /// <summary>The whole body; null when it is too large.</summary>
    private static async Task<byte[]?> ReadBytesAsync(HttpContext http, CancellationToken cancellationToken)
    {
        Allow(http, MaxDrained);
        var buffer = new byte[MaxBytes + 1];
        var length = http.Request.ContentLength > MaxBytes ? buffer.Length : await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length <= MaxBytes)
        {
            return buffer[..length];
        }

        await DrainAsync(http, cancellationToken);
        return null;
    }

    private static void Allow(HttpContext http, long bytes)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytes;
        }
    }

    private static Refusal Bad(string detail) => new(RefusalKind.BadRequest, detail);
}
