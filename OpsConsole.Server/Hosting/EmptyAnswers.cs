using Microsoft.AspNetCore.Mvc;
using OpsConsole.Server.Access;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Hosting;

/// <summary>The framework refuses some requests with a bare status: programs get a problem with a sentence there too.</summary>
internal sealed class EmptyAnswers(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null } && RefusedAnswer.IsProgram(context.Request))
        {
            await Explain(context).ExecuteAsync(context);
        }
    }

    private static IResult Explain(HttpContext context)
    {
        var request = context.Request;
        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new Refusal(RefusalKind.NotFound, $"There is nothing at {BodyJson.Shown(request.Path.Value ?? "")}. /openapi/v1.json says what there is.").ToProblem(),
            StatusCodes.Status405MethodNotAllowed => Bad(405, $"{request.Method} is not possible at {BodyJson.Shown(request.Path.Value ?? "")}. Possible: {context.Response.Headers.Allow}."),
            StatusCodes.Status413PayloadTooLarge => RequestBody.TooLarge.ToProblem(),
            StatusCodes.Status415UnsupportedMediaType => Bad(415, "The body has to be JSON in utf-8, with Content-Type: application/json."),
            var status => Bad(status, "The request is malformed."),
        };
    }

    private static IResult Bad(int status, string detail) => Results.Json(
        new ProblemDetails { Type = "urn:opsconsole:problem:bad-request", Title = "bad request", Status = status, Detail = detail },
        ApiJson.Options,
        "application/problem+json",
        status);
}
