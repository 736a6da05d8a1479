using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using OpsConsole.Client.Shell;
using OpsConsole.Server.Access;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Hosting;

/// <summary>The answer to GET /healthz.</summary>
/// <param name="Status">Always <c>alive</c>: whoever is not does not answer.</param>
/// <param name="Instance">New at each start.</param>
/// <param name="Version">This version.</param>
internal sealed record AliveState(string Status, string Instance, string Version);

/// <summary>What machines ask that look after the console.</summary>
internal static class HealthEndpoints
{
    /// <summary>This version, without the commit.</summary>
    public static string Version { get; } =
        (typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+')[0];

    public static IEndpointRouteBuilder MapHealthEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", Alive).AllowAnonymous().Produces<AliveState>().WithName("alive").WithTags("Console")
            .WithSummary("Whether the console runs at all, and which instance this is.");
        routes.MapGet("/readyz", ReadyAsync).AllowAnonymous().Produces<ReadyState>().Produces<ReadyState>(StatusCodes.Status503ServiceUnavailable).WithName("ready").WithTags("Console")
            .WithSummary("Whether every source has told once, so that gates can judge; 503 with reasons until then.");
        routes.MapGet("/metrics", MeasureAsync).AllowAnonymous().Produces<string>(contentType: "text/plain").WithName("metrics").WithTags("Console")
            .WithSummary("The console's own figures in the Prometheus text format. From another machine it needs a sign-in.");
        return routes;
    }

    private static IResult Alive(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers[Instance.Header] = Instance.Id;
        return Results.Json(new AliveState("alive", Instance.Id, Version), ApiJson.Options);
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, Readiness readiness, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var state = await readiness.AskAsync(cancellationToken);
        return Results.Json(state, ApiJson.Options, statusCode: state.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> MeasureAsync(HttpContext context, [FromServices] Metrics metrics, CancellationToken cancellationToken)
        => Permissions.CanSee(context.Actor().Role) || IsOfThisMachine(context)
            ? Results.Text(await metrics.WriteAsync(cancellationToken), Exposition.ContentType)
            : new Refusal(RefusalKind.NotSignedIn, "From another machine the metrics take a sign-in: send 'Authorization: Bearer <token>'.").ToProblem();

    // What a proxy on this machine passes on comes from somewhere else.
    private static bool IsOfThisMachine(HttpContext context)
        => context.Connection.RemoteIpAddress is { } remote && System.Net.IPAddress.IsLoopback(remote)
            && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");
}
