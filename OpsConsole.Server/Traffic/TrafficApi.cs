using OpsConsole.Server.Environments;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Traffic;

internal static class TrafficApi
{
    public static IServiceCollection AddTraffic(this IServiceCollection services) => services
        .AddSingleton<TrafficSampler>()
        .AddHostedService(provider => provider.GetRequiredService<TrafficSampler>());

    public static IEndpointRouteBuilder MapTraffic(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/environments/{environment}/traffic", Read).Produces<TrafficState>().WithName("traffic").WithTags("Traffic")
            .WithSummary("Requests, errors and latency of the last minutes, without long-lived streams.");
        return routes;
    }

    private static IResult Read(string environment, string? minutes, IEnvironments environments, EnvironmentCatalogue catalogue)
    {
        if (catalogue.Find(environment) is null)
        {
            return catalogue.NotFound(environment).ToProblem();
        }

        var wanted = 60;
        if (minutes is not null && (!int.TryParse(minutes, System.Globalization.CultureInfo.InvariantCulture, out wanted) || wanted is < 1 or > TrafficHistory.MaxMinutes))
        {
            return new Refusal(RefusalKind.BadRequest, $"'minutes' is a whole number from 1 to {TrafficHistory.MaxMinutes}.").ToProblem();
        }

        return Results.Json(environments.Traffic(environment, wanted) ?? new TrafficState(environment, "none", 1, []), ApiJson.Options);
    }
}
