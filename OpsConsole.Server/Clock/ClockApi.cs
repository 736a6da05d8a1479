using OpsConsole.Server.Environments;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Clock;

internal static class ClockApi
{
    public static IEndpointRouteBuilder MapClock(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/clock", Read).Produces<ClockState>().WithName("clock").WithTags("Clock")
            .WithSummary("How far each node's clock may be off: offset and bound in seconds, positive where it is ahead.");
        return routes;
    }

    private static IResult Read(string? environment, ILiveFeed feed, EnvironmentCatalogue catalogue)
    {
        if (!string.IsNullOrEmpty(environment) && catalogue.Find(environment) is null)
        {
            return catalogue.NotFound(environment).ToProblem();
        }

        var state = feed.Latest<ClockState>(environment ?? ClockSampler.AllEnvironments)
            ?? new ClockState("", new ClockThresholds(0.05, 1), null, []);
        return Results.Json(state, ApiJson.Options);
    }
}
