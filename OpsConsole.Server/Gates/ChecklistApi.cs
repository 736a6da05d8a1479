using OpsConsole.Server.Access;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Gates;

internal static class ChecklistApi
{
    public static IEndpointRouteBuilder MapChecklist(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/environments/{environment}/checklist", ReadAsync).Produces<ChecklistState>().WithName("checklist").WithTags("Gates")
            .WithSummary("What only a person can look at before a change: who ticked it, and until when that holds.");
        routes.MapPut("/api/v1/environments/{environment}/checklist", TickAsync)
            .Accepts<ChecklistRequest>("application/json").Produces<ChecklistState>().WithName("tick-checklist").WithTags("Gates")
            .WithSummary("Ticks items of the checklist, or takes ticks back; items that are not named stay as they are.");
        return routes;
    }

    private static async Task<IResult> ReadAsync(string environment, IChecklists checklists, CancellationToken cancellationToken)
        => (await checklists.ReadAsync(environment, cancellationToken)).ToAnswer();

    private static async Task<IResult> TickAsync(string environment, HttpContext http, IChecklists checklists, EnvironmentCatalogue catalogue, CancellationToken cancellationToken)
    {
        if (catalogue.Find(environment) is null)
        {
            return catalogue.NotFound(environment).ToProblem();
        }

        // Whoever may not tick is told so before anything of the body is judged; the door enters it.
        var actor = http.Actor();
        var body = await RequestBody.ReadAsync<ChecklistRequest>(http, cancellationToken);
        return body.Ok || !Permissions.CanTick(actor.Role)
            ? (await checklists.TickAsync(actor, environment, body.Value ?? new ChecklistRequest([]), cancellationToken)).ToAnswer()
            : body.Refusal.ToProblem();
    }
}
