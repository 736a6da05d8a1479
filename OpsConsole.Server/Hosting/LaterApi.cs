using OpsConsole.Server.Environments;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Hosting;

/// <summary>Calls that are named already and come later: whoever asks is told so.</summary>
internal static class LaterApi
{
    public static IEndpointRouteBuilder MapLater(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/environments/{environment}/windows", Later("change windows")).WithTags("Not in this version")
            .WithName("windows").WithSummary("Not in this version: answers not-supported.").ProducesProblem(StatusCodes.Status400BadRequest);
        return routes;
    }

    private static Func<string, EnvironmentCatalogue, IResult> Later(string what) => (environment, catalogue) => catalogue.Find(environment) is null
        ? catalogue.NotFound(environment).ToProblem()
        : new Refusal(RefusalKind.NotSupported, $"This version has no {what} yet.").ToProblem();
}
