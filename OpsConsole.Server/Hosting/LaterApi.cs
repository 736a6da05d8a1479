using OpsConsole.Server.Access;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Hosting;

/// <summary>Calls that are named already and come later: whoever may make them is told so, and everybody else what they would be told then.</summary>
internal static class LaterApi
{
    public static IEndpointRouteBuilder MapLater(this IEndpointRouteBuilder routes)
    {
        var environment = routes.MapGroup("/api/v1/environments/{environment}").WithTags("Not in this version");
        Act(environment.MapPut("/checklist", Later("checklists")), "tick-checklist");
        See(environment.MapGet("/checklist", Later("checklists")), "checklist");
        See(environment.MapGet("/windows", Later("change windows")), "windows");
        return routes;
    }

    private static RouteHandlerBuilder See(RouteHandlerBuilder call, string name) => call.WithName(name).WithSummary("Not in this version: answers not-supported.").ProducesProblem(StatusCodes.Status400BadRequest);

    private static void Act(RouteHandlerBuilder call, string name) => See(call, name).AddEndpointFilter(async (invocation, next) =>
    {
        var context = invocation.HttpContext;
        if (context.Actor().Role is Role.Sre or Role.Lead)
        {
            return await next(invocation);
        }

        await context.RequestServices.GetRequiredService<RefusedAnswer>().RefuseAsync(context, "Only the roles sre and lead may do this.");
        return Results.Empty;
    });

    private static Func<string, EnvironmentCatalogue, IResult> Later(string what) => (environment, catalogue) => catalogue.Find(environment) is null
        ? catalogue.NotFound(environment).ToProblem()
        : new Refusal(RefusalKind.NotSupported, $"This version has no {what} yet.").ToProblem();
}
