using OpsConsole.Server.Http;

namespace OpsConsole.Server.Environments;

/// <summary>The answer to GET /api/v1/environments.</summary>
internal sealed record EnvironmentPage(IReadOnlyList<EnvironmentSummary> Environments, string? Next);

internal static class EnvironmentsApi
{
    public static IServiceCollection AddEnvironments(this IServiceCollection services) => services
        .AddSingleton<EnvironmentList>()
        .AddSingleton<IEnvironments>(provider => provider.GetRequiredService<EnvironmentList>())
        .AddHostedService<EnvironmentSampler>();

    public static IEndpointRouteBuilder MapEnvironments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/environments", List).Produces<EnvironmentPage>().WithName("environments").WithTags("Environments")
            .WithSummary("All environments, as they are now.");
        routes.MapGet("/api/v1/environments/{environment}", Read).Produces<EnvironmentState>().WithName("environment").WithTags("Environments")
            .WithSummary("One environment, as it is now: what is live, what its gateway says, its slots, the run at work.");
        return routes;
    }

    private static IResult List(ILiveFeed feed, EnvironmentCatalogue catalogue) => Results.Json(
        new EnvironmentPage(
            [.. catalogue.All.Select(environment => feed.Latest<EnvironmentState>(environment.Name) is { } state
                ? new EnvironmentSummary(state.Name, state.Live, state.State, new SlotVersions(state.Of(Slot.Blue).Version, state.Of(Slot.Green).Version))
                : new EnvironmentSummary(environment.Name, null, EnvironmentCondition.Unknown, new SlotVersions(null, null)))],
            null),
        ApiJson.Options);

    private static IResult Read(string environment, ILiveFeed feed, EnvironmentCatalogue catalogue)
        => catalogue.Find(environment) is not { } found
            ? catalogue.NotFound(environment).ToProblem()
            : Results.Json(feed.Latest<EnvironmentState>(environment) ?? Unseen(found), ApiJson.Options);

    /// <summary>The state of an environment that was not looked at yet: all unknown.</summary>
    private static EnvironmentState Unseen(ManagedEnvironment environment) => new(
        environment.Name,
        EnvironmentCondition.Unknown,
        null,
        new GatewayState(environment.Gateway?.Kind ?? "none", environment.Gateway?.FrontDoor.ToString().TrimEnd('/'), null, null, null, []),
        [.. Enum.GetValues<Slot>().Select(slot => new SlotState(slot, null, SlotCondition.Unknown, null, environment.Slots.AddressOf(slot)?.ToString().TrimEnd('/'), null, null, null))],
        null,
        null,
        null,
        new UndoReadiness(null, ["Nothing was looked at yet."], null, null, null));
}
