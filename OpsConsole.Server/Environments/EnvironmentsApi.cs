using OpsConsole.Server.Http;

namespace OpsConsole.Server.Environments;

/// <summary>The answer to GET /api/v1/environments.</summary>
internal sealed record EnvironmentPage(IReadOnlyList<EnvironmentSummary> Environments, string? Next);

internal static class EnvironmentsApi
{
    public static IServiceCollection AddEnvironments(this IServiceCollection services) => services
        .AddSingleton<EnvironmentList>()
        .AddSingleton<IEnvironments>(provider => provider.GetRequiredService<EnvironmentList>())
        .AddSingleton<Freezes>()
        .AddSingleton<IFreezes>(provider => provider.GetRequiredService<Freezes>())
        .AddSingleton<IGatewayChecks, GatewayChecks>()
        .AddSingleton<StandingSampler>()
        .AddHostedService(provider => provider.GetRequiredService<StandingSampler>())
        .AddHostedService<EnvironmentSampler>();

    public static IEndpointRouteBuilder MapEnvironments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/environments", List).Produces<EnvironmentPage>().WithName("environments").WithTags("Environments")
            .WithSummary("All environments, as they are now.");
        routes.MapGet("/api/v1/environments/{environment}", Read).Produces<EnvironmentState>().WithName("environment").WithTags("Environments")
            .WithSummary("One environment, as it is now: what is live, what its gateway says, its slots, the run at work.");
        return routes.MapGatewayChecks().MapFreezes();
    }

    private static IResult List(ILiveFeed feed, EnvironmentCatalogue catalogue) => Results.Json(
        new EnvironmentPage(
            [.. catalogue.All.Select(environment => feed.Latest<EnvironmentState>(environment.Name) is { } state
                ? new EnvironmentSummary(state.Name, state.Live, state.State, new SlotVersions(state.Of(Slot.Blue).Version, state.Of(Slot.Green).Version))
                : new EnvironmentSummary(environment.Name, null, EnvironmentCondition.Unknown, new SlotVersions(null, null)))],
            null),
        ApiJson.Options);

    private static IResult Read(string environment, ILiveFeed feed, EnvironmentCatalogue catalogue, TimeProvider time)
        => catalogue.Find(environment) is not { } found
            ? catalogue.NotFound(environment).ToProblem()
            : Results.Json(EnvironmentSeen.Of(found, feed, time.GetUtcNow()), ApiJson.Options);
}
