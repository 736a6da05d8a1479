using OpsConsole.Server.Environments;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Health;

internal static class HealthApi
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services.AddHostedService<HealthSampler>();

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/environments/{environment}/health", Read).Produces<HealthState>().WithName("health").WithTags("Health")
            .WithSummary("The health of every component, with its last error.");
        return routes;
    }

    private static IResult Read(string environment, ILiveFeed feed, EnvironmentCatalogue catalogue)
        => catalogue.Find(environment) is null
            ? catalogue.NotFound(environment).ToProblem()
            : Results.Json(feed.Latest<HealthState>(environment) ?? new HealthState(environment, []), ApiJson.Options);
}
