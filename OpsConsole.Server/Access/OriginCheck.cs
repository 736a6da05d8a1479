using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Primitives;

namespace OpsConsole.Server.Access;

/// <summary>
/// Keeps other sites' pages from acting with a visitor's cookie: changes over the API and every live connection must come from
/// the console's own pages. Forms have their antiforgery token instead. A WebSocket is not protected by CORS, so its handshake is looked at here too.
/// </summary>
internal sealed class OriginCheck(RequestDelegate next, RefusedAnswer answer)
{
    private static readonly PathString[] s_live = ["/hubs", "/_blazor"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (Fault(context) is not { } fault)
        {
            await next(context);
            return;
        }

        await answer.RefuseAsync(context, fault);
    }

    private static string? Fault(HttpContext context)
    {
        var request = context.Request;
        var live = Array.Exists(s_live, prefix => request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));
        var byCookie = context.User.Identity?.AuthenticationType == IdentityConstants.ApplicationScheme;
        if (!live && !(byCookie && request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var own = $"{request.Scheme}://{request.Host}";
        var origin = request.Headers.Origin;
        if (origin.Count > 0)
        {
            // "null" is what sandboxed frames and redirected forms send: nobody's page, so not ours.
            return Same(origin.ToString(), own) || (!live && IsSafe(request.Method))
                ? null
                : $"This came from {Shown(origin)}, not from {own}. Use the console's own pages, or a bearer token.";
        }

        // An upgrade is looked for in the request itself: HttpContext.WebSockets knows of it only behind its own middleware, further in.
        if (!byCookie || (IsSafe(request.Method) && request.Headers.Upgrade.Count == 0))
        {
            return null;
        }

        return Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var referer) && Same(referer.GetLeftPart(UriPartial.Authority), own)
            ? null
            : $"A change made with a cookie must say that it comes from {own}, in the Origin header. Programs use a bearer token.";
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static string Shown(StringValues origin) => AccessNames.Shown(origin.ToString());
}
