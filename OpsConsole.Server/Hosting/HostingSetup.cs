using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using OpsConsole.Client;
using OpsConsole.Server.Access;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Hosting;

internal static class HostingSetup
{
    public static IServiceCollection AddHosting(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddClient();
        services.AddExceptionHandler<ProblemAnswers>();
        services.ConfigureHttpJsonOptions(options => ApiJson.Apply(options.SerializerOptions));
        // Not for streams: what is written a line at a time would wait for its compressor.
        services.AddResponseCompression(options => options.MimeTypes = ["application/json", "application/problem+json"]);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        return services
            .AddDescription()
            .AddSingleton<CircuitCount>()
            .AddSingleton<CircuitHandler>(provider => provider.GetRequiredService<CircuitCount>())
            .AddSingleton<RunMetrics>()
            .AddSingleton<Metrics>()
            .AddSingleton<Readiness>()
            .AddSingleton<ConsoleLife>()
            .AddHostedService(provider => provider.GetRequiredService<ConsoleLife>())
            .AddHostedService<Banner>();
    }

    /// <summary>What every request passes through, in this order.</summary>
    public static void UseHosting(this WebApplication app)
    {
        app.UseMiddleware<HeadAsGet>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", CreateScopeForErrors = true });
        // Of pages only: the form that somebody sent too late is no page that is missing.
        app.UseWhen(context => HttpMethods.IsGet(context.Request.Method) && !RefusedAnswer.IsProgram(context.Request), pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseMiddleware<EmptyAnswers>();
        app.UseResponseCompression();
        app.UseRouting();
        app.UseAccess();
        app.UseMiddleware<BodyLimit>();
        app.UseMiddleware<BodyCharset>();
        app.UseAntiforgery();
    }

    /// <summary>Pages and what they are made of, and what the console says of itself.</summary>
    public static IEndpointRouteBuilder MapHosting(this IEndpointRouteBuilder routes)
    {
        // The sign-in page wants its looks too.
        routes.MapStaticAssets().AllowAnonymous();
        routes.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .AddAdditionalAssemblies(typeof(Routes).Assembly);
        return routes.MapHealthEndpoints().MapDescription().MapLater();
    }

    /// <summary>No larger, no slower and no more than people and programs need.</summary>
    public static void Limit(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = 1024 * 1024;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        options.Limits.MaxConcurrentConnections = 20_000;
        options.Limits.MaxConcurrentUpgradedConnections = 20_000;
    }

    /// <summary>One line each, with its instant, on standard error: standard output is for the banner and for data.</summary>
    public static void Log(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
