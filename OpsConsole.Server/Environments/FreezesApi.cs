using OpsConsole.Server.Access;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Environments;

internal static class FreezesApi
{
    public static IEndpointRouteBuilder MapFreezes(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/environments/{environment}/freeze", FreezeAsync)
            .Accepts<FreezeRequest>("application/json").Produces<EnvironmentState>().WithName("freeze").WithTags("Environments")
            .WithSummary("Freezes an environment until an instant: until then no change starts but the way back. Replaces the freeze that is in force.");
        routes.MapDelete("/api/v1/environments/{environment}/freeze", UnfreezeAsync)
            .Produces<EnvironmentState>().ProducesProblem(StatusCodes.Status409Conflict).WithName("unfreeze").WithTags("Environments")
            .WithSummary("Ends the freeze that is in force.");
        return routes;
    }

    private static async Task<IResult> FreezeAsync(string environment, HttpContext http, IFreezes freezes, EnvironmentCatalogue catalogue, CancellationToken cancellationToken)
    {
        if (catalogue.Find(environment) is null)
        {
            return catalogue.NotFound(environment).ToProblem();
        }

        // Whoever may not freeze is told so before anything of the body is judged; the door enters it.
        var actor = http.Actor();
        var body = await RequestBody.ReadAsync<FreezeRequest>(http, cancellationToken);
        return body.Ok || !Permissions.CanFreeze(actor.Role)
            ? (await freezes.FreezeAsync(actor, environment, body.Value ?? new FreezeRequest("", default), cancellationToken)).ToAnswer()
            : body.Refusal.ToProblem();
    }

    private static async Task<IResult> UnfreezeAsync(string environment, HttpContext http, IFreezes freezes, CancellationToken cancellationToken)
        => (await freezes.UnfreezeAsync(http.Actor(), environment, cancellationToken)).ToAnswer();
}
