using Microsoft.AspNetCore.Mvc;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Http;

/// <summary>An expected "no" as an HTTP answer (RFC 9457): the one place that knows status codes.</summary>
internal static class ProblemMapping
{
    private const string TypePrefix = "urn:opsconsole:problem:";

    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.BadRequest or RefusalKind.NotSupported => StatusCodes.Status400BadRequest,
        RefusalKind.NotSignedIn => StatusCodes.Status401Unauthorized,
        RefusalKind.NotAllowed => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.RunActive or RefusalKind.WrongState or RefusalKind.IdempotencyMismatch or RefusalKind.Frozen => StatusCodes.Status409Conflict,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.GateFailed => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.NotRecorded => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static IResult ToProblem(this Refusal refusal)
    {
        var problem = new ProblemDetails
        {
            Type = TypePrefix + Words.Of(refusal.Kind),
            Title = Words.Of(refusal.Kind).Replace('-', ' '),
            Status = StatusOf(refusal.Kind),
            Detail = refusal.Detail,
        };
        if (refusal.Gates is { } gates)
        {
            problem.Extensions["gates"] = gates;
        }

        return Results.Json(problem, ApiJson.Options, "application/problem+json", problem.Status);
    }

    /// <summary>The value as it is, or the refusal as its problem.</summary>
    public static IResult ToAnswer<T>(this Result<T> result) where T : class
        => result.Ok ? Results.Json(result.Value, ApiJson.Options) : result.Refusal.ToProblem();
}
