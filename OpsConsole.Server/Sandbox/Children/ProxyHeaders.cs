using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>The headers of a request and an answer on their way through the gateway.</summary>
internal sealed class ProxyHeaders(Slot slot, string slotHeader, GatewayCounter counter) : HttpTransformer
{
    private static readonly object s_openStream = new();

    /// <summary>Whether the answer to this request is a stream, counted as open.</summary>
    public static bool IsOpenStream(HttpContext context) => context.Items.ContainsKey(s_openStream);

    public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage request, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(context, request, destinationPrefix, cancellationToken);
        foreach (var name in NamedByConnection(context.Request.Headers.Connection))
        {
            request.Headers.Remove(name);
        }

        // Ours alone: the slot would only wonder, or send it back changed.
        if (ShareCookie.Without(context.Request.Headers.Cookie) is (true, var others))
        {
            Add(request, HeaderNames.Cookie, others);
        }

        Add(request, "X-Forwarded-For", Append(context.Request.Headers["X-Forwarded-For"], context.Connection.RemoteIpAddress?.ToString()));
        Add(request, "X-Forwarded-Host", context.Request.Host.Value);
        Add(request, "X-Forwarded-Proto", context.Request.Scheme);
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext context, HttpResponseMessage? response, CancellationToken cancellationToken)
    {
        // No answer: nobody served it, and nothing is invented.
        if (response is null)
        {
            return await base.TransformResponseAsync(context, response, cancellationToken);
        }

        var proceed = await base.TransformResponseAsync(context, response, cancellationToken);
        foreach (var name in response.Headers.Connection)
        {
            context.Response.Headers.Remove(name);
        }

        if (!context.Response.Headers.ContainsKey(slotHeader))
        {
            context.Response.Headers[slotHeader] = slot.Word();
        }

        ShareCookie.AddTo(context);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            context.Items[s_openStream] = true;
            counter.StreamOpened(slot);
        }

        return proceed;
    }

    /// <summary>Headers that are meant for this hop alone because the caller says so (RFC 9110, 7.6.1); the standing ones YARP leaves out itself.</summary>
    private static IEnumerable<string> NamedByConnection(StringValues connection)
        => connection.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(name => !name.Equals(HeaderNames.KeepAlive, StringComparison.OrdinalIgnoreCase) && !name.Equals("close", StringComparison.OrdinalIgnoreCase));

    private static string? Append(StringValues before, string? last) => StringValues.IsNullOrEmpty(before) ? last : $"{before}, {last}";

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        if (!string.IsNullOrEmpty(value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
