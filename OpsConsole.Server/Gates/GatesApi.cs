using OpsConsole.Server.Environments;
using OpsConsole.Server.Http;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Gates;

/// <summary>The answer to GET …/gates.</summary>
internal sealed record GatePage(IReadOnlyList<GateResult> Gates);

internal static class GatesApi
{
    public static IEndpointRouteBuilder MapGates(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/environments/{environment}/gates", ReadAsync).Produces<GatePage>().WithName("gates").WithTags("Gates")
            .WithSummary("What must hold before a change, judged now, with evidence.");
        return routes.MapEvidence().MapChecklist();
    }

    private static async Task<IResult> ReadAsync(
        string environment, HttpRequest request, GateEvaluator gates, EnvironmentCatalogue catalogue, ILiveFeed feed, CancellationToken cancellationToken)
    {
        if (catalogue.Find(environment) is null)
        {
            return catalogue.NotFound(environment).ToProblem();
        }

        var values = new QueryValues(request.Query);
        var wanted = values.Word<Operation>("operation") ?? Operation.Switch;
        var target = values.Word<Slot>("target");
        if (values.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (!OperationExtensions.Supported.Contains(wanted))
        {
            return new Refusal(
                RefusalKind.NotSupported,
                $"This version has no operation '{Words.Of(wanted)}' yet. It has {string.Join(", ", OperationExtensions.Supported.Select(Words.Of))}.").ToProblem();
        }

        var slot = target ?? feed.Latest<EnvironmentState>(environment)?.Live?.Other();
        return slot is null
            ? new Refusal(RefusalKind.WrongState, "Which slot is idle is not known now: name the 'target'.").ToProblem()
            : Results.Json(new GatePage(await gates.EvaluateAsync(environment, wanted, slot.Value, cancellationToken)), ApiJson.Options);
    }
}
