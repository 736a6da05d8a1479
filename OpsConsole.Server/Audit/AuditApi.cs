using OpsConsole.Server.Access;
using OpsConsole.Server.Http;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Audit;

/// <summary>The answer to GET /api/v1/audit.</summary>
internal sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, string? Next);

internal static class AuditApi
{
    private const int DefaultLimit = 50;

    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/api/v1/audit").WithTags("Audit");
        audit.MapGet("", ListAsync).Produces<AuditPage>().WithName("audit")
            .WithSummary("Entries, newest first. from is inclusive, to is exclusive; q looks in actor, target, reason, ticket and detail.");
        audit.MapGet("/verify", VerifyAsync).Produces<AuditVerification>().WithName("audit-verify")
            .WithSummary("Checks the whole chain. firstBroken is the number of the first entry that is missing or not as it was written.");
        audit.MapGet("/export", ExportAsync).Produces<string>(contentType: AuditExport.NdjsonType).WithName("audit-export")
            .WithSummary("All entries, oldest first, streamed: format=ndjson (can be verified) or csv. Leaves an entry itself.");
        return routes;
    }

    private static async Task<IResult> ListAsync(HttpRequest request, IAudit audit, IEnvironments environments, Database database, CancellationToken cancellationToken)
    {
        var values = new QueryValues(request.Query);
        var query = new AuditQuery(
            From: values.Instant("from"),
            To: values.Instant("to"),
            Actor: values.Text("actor"),
            Action: values.One("action", AuditActions.All),
            Environment: values.Text("environment"),
            Outcome: values.Word<AuditOutcome>("outcome"),
            Text: values.Text("q"),
            Before: values.Cursor(),
            Limit: values.Whole("limit", 1, AuditFilter.MaxLimit) ?? DefaultLimit);
        if (values.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (query.Environment is { } name && !environments.Names.Contains(name, StringComparer.Ordinal) && !await KeptEnvironments.HasAsync(database, name, cancellationToken))
        {
            return IEnvironments.NotFound(name, environments.Names).ToProblem();
        }

        // One more than asked for tells whether there are more.
        var entries = await audit.ListAsync(query with { Limit = query.Limit + 1 }, cancellationToken);
        return Results.Json(
            entries.Count > query.Limit ? new AuditPage([.. entries.Take(query.Limit)], PageCursor.Write(entries[query.Limit - 1].Seq)) : new AuditPage(entries, null),
            ApiJson.Options);
    }

    private static async Task<IResult> VerifyAsync(IAudit audit, CancellationToken cancellationToken)
        => Results.Json(await audit.VerifyAsync(cancellationToken), ApiJson.Options);

    private static async Task<IResult> ExportAsync(HttpContext context, string? format, AuditExport export)
    {
        if (AuditExport.FormatOf(format) is not { } wanted)
        {
            return new Refusal(RefusalKind.BadRequest, "format: allowed are ndjson and csv.").ToProblem();
        }

        try
        {
            var last = await export.EnterAsync(context.Actor(), wanted, context.RequestAborted);
            context.Response.ContentType = wanted.ContentType;
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"opsconsole-audit.{wanted.Name}\"";
            await export.WriteAsync(wanted, last, context.Response.BodyWriter.AsStream(), context.RequestAborted);
            return Results.Empty;
        }
        catch (StoreException exception) when (!context.Response.HasStarted)
        {
            return new Refusal(RefusalKind.NotRecorded, $"Nothing was exported, since that could not be recorded. {exception.Message}").ToProblem();
        }
    }
}
