using OpsConsole.Server.Http;

namespace OpsConsole.Server.Hosting;

/// <summary>A body that says that it is too large is refused before anything else is looked at, also where nobody would read it.</summary>
internal sealed class BodyLimit(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentLength <= RequestBody.MaxBytes || context.Request.ContentLength is null || !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        await RequestBody.DrainAsync(context, context.RequestAborted);
        await RequestBody.TooLarge.ToProblem().ExecuteAsync(context);
    }
}
