using OpsConsole.Server.Http;

namespace OpsConsole.Server.Environments;

internal static class GatewayChecksApi
{
    public static IEndpointRouteBuilder MapGatewayChecks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/environments/{environment}/gateway/check", CheckAsync).Produces<GatewayCheck>().WithName("gateway-check").WithTags("Environments")
            .WithSummary("What in the configuration of the gateway would get in the way of a switch, and the line to write.");
        return routes;
    }

    private static async Task<IResult> CheckAsync(string environment, IGatewayChecks checks, CancellationToken cancellationToken)
    {
        var check = await checks.CheckAsync(environment, cancellationToken);
        return check.Refusal is { } refusal ? refusal.ToProblem() : Results.Json(check.Value, ApiJson.Options);
    }
}
