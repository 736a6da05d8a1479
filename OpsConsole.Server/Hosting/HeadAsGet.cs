namespace OpsConsole.Server.Hosting;

/// <summary>
/// HEAD answers as GET does, without the body. The server knows the method by itself and sends no body to HEAD; so whatever stands
/// behind this may write one. Not for live connections: their GET does not end.
/// </summary>
internal sealed class HeadAsGet(RequestDelegate next)
{
    private static readonly PathString[] s_live = ["/hubs", "/_blazor"];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsHead(request.Method) && !Array.Exists(s_live, prefix => request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase)))
        {
            request.Method = HttpMethods.Get;
        }

        return next(context);
    }
}
