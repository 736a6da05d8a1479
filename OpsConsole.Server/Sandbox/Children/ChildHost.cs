using System.Net;
using System.Text;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>A web host with nothing in it but Kestrel: a child has to be up in a moment and to cost next to nothing.</summary>
internal static class ChildHost
{
    /// <summary>How long requests that are under way may take after the request to end.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(1);

    public static WebApplicationBuilder Create(params IPEndPoint[] endpoints)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = s_drain);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = null;
            foreach (var endpoint in endpoints)
            {
                options.Listen(endpoint, listen => listen.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1);
            }
        });
        return builder;
    }

    /// <summary>Answers with <paramref name="body"/> and its exact length.</summary>
    public static Task AnswerAsync(HttpContext context, int status, string contentType, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
