using OpsConsole.Server.Environments;
using OpsConsole.Server.Http;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

internal static class RunRateApi
{
    public static IEndpointRouteBuilder MapRunRate(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/runs/rate", ReadAsync).Produces<RunRate>().WithName("run-rate").WithTags("Runs")
            .WithSummary("Attempts and what became of them in the last hour and in rows of 15 minutes, how long the last ways back took, and how far off the predictions were.");
        return routes;
    }

    private static async Task<IResult> ReadAsync(HttpRequest request, IRuns runs, EnvironmentCatalogue catalogue, Database database, CancellationToken cancellationToken)
    {
        var values = new QueryValues(request.Query);
        var environment = values.Text("environment");
        if (values.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (environment is not null && catalogue.Find(environment) is null && !await KeptEnvironments.HasAsync(database, environment, cancellationToken))
        {
            return catalogue.NotFound(environment).ToProblem();
        }

        return Results.Json(await runs.RateAsync(environment, cancellationToken), ApiJson.Options);
    }
}
