using OpsConsole.Server.Access;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Gates;

internal static class EvidenceApi
{
    public static IEndpointRouteBuilder MapEvidence(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/environments/{environment}/evidence/{gate}", ReportAsync)
            .Accepts<EvidenceReport>("application/json").Produces<GateResult>().WithName("evidence").WithTags("Gates")
            .WithSummary("Reports evidence from outside for a gate that is configured to take it, and gives the gate as it is with it.");
        return routes;
    }

    private static async Task<IResult> ReportAsync(
        string environment, string gate, HttpContext http, IEvidence evidence, EnvironmentCatalogue catalogue, CancellationToken cancellationToken)
    {
        if (catalogue.Find(environment) is null)
        {
            return catalogue.NotFound(environment).ToProblem();
        }

        // Whoever may not report is told so before anything of the body is judged; the door enters it.
        var actor = http.Actor();
        var body = await RequestBody.ReadAsync<EvidenceReport>(http, cancellationToken);
        return body.Ok || !Permissions.CanReport(actor.Role)
            ? (await evidence.ReportAsync(actor, environment, gate, body.Value ?? new EvidenceReport(GateVerdict.Unknown, "", 0), cancellationToken)).ToAnswer()
            : body.Refusal.ToProblem();
    }
}
