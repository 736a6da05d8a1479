using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using OpsConsole.Server.Access;
using OpsConsole.Server.Http;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Hosting;

/// <summary>What was thrown, as a problem for programs. People are shown a page: that is not decided here.</summary>
internal sealed partial class ProblemAnswers(ILogger<ProblemAnswers> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        // By now the request's own path is that of the page with the error.
        var path = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? httpContext.Request.Path;
        if (!RefusedAnswer.IsProgram(path))
        {
            return false;
        }

        var refusal = RefusalOf(exception);
        var trace = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier;
        if (refusal is null)
        {
            Failed(logger, httpContext.Request.Method, path, trace, exception);
        }

        await (refusal?.ToProblem() ?? Unexpected(trace)).ExecuteAsync(httpContext);
        return true;
    }

    private static Refusal? RefusalOf(Exception exception) => exception switch
    {
        StoreException => new Refusal(RefusalKind.NotRecorded, exception.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => RequestBody.TooLarge,
        BadHttpRequestException bad => new Refusal(RefusalKind.BadRequest, $"The request is malformed: {bad.Message}"),
        _ => null,
    };

    private static IResult Unexpected(string trace) => Results.Json(
        new ProblemDetails
        {
            Type = "urn:opsconsole:problem:unexpected",
            Title = "unexpected",
            Status = StatusCodes.Status500InternalServerError,
            Detail = $"The console met something that it did not expect. Its log says more, under {trace}.",
            Extensions = { ["traceId"] = trace },
        },
        ApiJson.Options,
        "application/problem+json",
        StatusCodes.Status500InternalServerError);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed ({Trace})")]
    private static partial void Failed(ILogger logger, string method, string? path, string trace, Exception exception);
}
