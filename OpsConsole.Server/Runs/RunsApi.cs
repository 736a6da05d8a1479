using OpsConsole.Server.Access;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Http;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>The answer to GET /api/v1/runs.</summary>
internal sealed record RunPage(IReadOnlyList<RunState> Runs, string? Next);

/// <summary>The body of POST …/keep-warm.</summary>
/// <param name="Seconds">So much longer, 1 to 604,800.</param>
internal sealed record KeepWarmRequest(int Seconds);

internal static class RunsApi
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    public static IEndpointRouteBuilder MapRuns(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/environments/{environment}/runs", StartAsync)
            .Accepts<RunRequest>("application/json").Produces<RunState>(StatusCodes.Status202Accepted).Produces<RunPlan>().WithName("start-run").WithTags("Runs")
            .WithSummary("Starts a run, or with dryRun says what it would do and changes nothing.");
        routes.MapGet("/api/v1/runs", ListAsync).Produces<RunPage>().WithName("runs").WithTags("Runs")
            .WithSummary("Runs, newest first.");
        routes.MapGet("/api/v1/runs/{id:long}", FindAsync).Produces<RunState>().WithName("run").WithTags("Runs")
            .WithSummary("One run with its steps, gates and what was measured.");
        routes.MapPost("/api/v1/runs/{id:long}/abort", (long id, HttpContext http, IRuns runs, CancellationToken cancellationToken) => StopAsync(runs.AbortAsync(http.Actor(), id, cancellationToken)))
            .Produces<RunState>(StatusCodes.Status202Accepted).WithName("abort-run").WithTags("Runs")
            .WithSummary("Stops a run; what it has done is taken back.");
        routes.MapPost("/api/v1/runs/{id:long}/confirm", (long id, HttpContext http, IRuns runs, CancellationToken cancellationToken) => StopAsync(runs.ConfirmAsync(http.Actor(), id, cancellationToken)))
            .Produces<RunState>(StatusCodes.Status202Accepted).WithName("confirm-run").WithTags("Runs")
            .WithSummary("Ends the bake of a run early, as good.");
        routes.MapPost("/api/v1/runs/{id:long}/approve", (long id, HttpContext http, IRuns runs, CancellationToken cancellationToken) => StopAsync(runs.ApproveAsync(http.Actor(), id, cancellationToken)))
            .Produces<RunState>(StatusCodes.Status202Accepted).WithName("approve-run").WithTags("Runs")
            .WithSummary("Approves a run that waits for a second person.");
        routes.MapPost("/api/v1/environments/{environment}/keep-warm", KeepWarmAsync)
            .Accepts<KeepWarmRequest>("application/json").Produces<EnvironmentState>().WithName("keep-warm").WithTags("Environments")
            .WithSummary("Keeps the slot that the newest run left so many seconds longer for the way back.");
        return routes.MapRunRate();
    }

    private static async Task<IResult> KeepWarmAsync(string environment, HttpContext http, IRuns runs, EnvironmentCatalogue catalogue, CancellationToken cancellationToken)
    {
        if (catalogue.Find(environment) is null)
        {
            return catalogue.NotFound(environment).ToProblem();
        }

        var actor = http.Actor();
        var body = await RequestBody.ReadAsync<KeepWarmRequest>(http, cancellationToken);
        return body.Ok || !Permissions.CanRun(actor.Role, Operation.Rollback)
            ? (await runs.KeepWarmAsync(actor, environment, body.Value?.Seconds ?? 0, cancellationToken)).ToAnswer()
            : body.Refusal.ToProblem();
    }

    private static async Task<IResult> StartAsync(string environment, HttpContext http, IRuns runs, EnvironmentCatalogue catalogue, CancellationToken cancellationToken)
    {
        if (catalogue.Find(environment) is null)
        {
            return catalogue.NotFound(environment).ToProblem();
        }

        // Whoever may start nothing is told so before anything of the body is judged; the door enters it.
        var body = await RequestBody.ReadAsync<RunRequest>(http, cancellationToken);
        if (!body.Ok && Permissions.CanRun(http.Actor().Role, Operation.Switch))
        {
            return body.Refusal.ToProblem();
        }

        var request = body.Value ?? new RunRequest(Operation.Switch);
        if (request.DryRun)
        {
            return (await runs.PlanAsync(http.Actor(), environment, request, cancellationToken)).ToAnswer();
        }

        var key = http.Request.Headers["Idempotency-Key"];
        var started = await runs.StartAsync(http.Actor(), environment, request, key.Count == 0 ? null : key.ToString(), cancellationToken);
        return started.Ok ? Accepted(started.Value) : started.Refusal.ToProblem();
    }

    private static async Task<IResult> ListAsync(HttpRequest request, IRuns runs, EnvironmentCatalogue catalogue, Database database, CancellationToken cancellationToken)
    {
        var values = new QueryValues(request.Query);
        var query = new RunQuery(values.Text("environment"), values.Word<RunPhase>("state"), values.Cursor(), values.Whole("limit", 1, MaxLimit) ?? DefaultLimit);
        if (values.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (query.Environment is { } name && catalogue.Find(name) is null && !await KeptEnvironments.HasAsync(database, name, cancellationToken))
        {
            return catalogue.NotFound(name).ToProblem();
        }

        // One more than asked for tells whether there are more.
        var page = await runs.ListAsync(query with { Limit = query.Limit + 1 }, cancellationToken);
        var shown = page.Take(query.Limit).ToList();
        return Results.Json(new RunPage(shown, page.Count > query.Limit ? PageCursor.Write(shown[^1].Id) : null), ApiJson.Options);
    }

    private static async Task<IResult> FindAsync(long id, IRuns runs, ILiveFeed feed, CancellationToken cancellationToken)
    {
        // The feed knows more of a run at work than the log: how far a step is, and a bake's values.
        var newest = feed.Latest<RunState>(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var known = await runs.FindAsync(id, cancellationToken);
        var run = known is { Ended: false } && newest is not null ? newest : known ?? newest;
        return run is null ? new Refusal(RefusalKind.NotFound, $"There is no run {id}.").ToProblem() : Results.Json(run, ApiJson.Options);
    }

    private static async Task<IResult> StopAsync(Task<Result<RunState>> stopping)
    {
        var stopped = await stopping;
        return stopped.Ok ? Accepted(stopped.Value) : stopped.Refusal.ToProblem();
    }

    private static AcceptedRun Accepted(RunState run) => new AcceptedRun(run);

    /// <summary>202 with the run, and where to look for it.</summary>
    private sealed class AcceptedRun(RunState run) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.Location = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/api/v1/runs/{run.Id}");
            return Results.Json(run, ApiJson.Options, statusCode: StatusCodes.Status202Accepted).ExecuteAsync(httpContext);
        }
    }
}
