using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Hosting;

/// <summary>JSON is UTF-8: a body that says that it is something else would be read wrongly, so it is not read.</summary>
internal sealed class BodyCharset(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        return request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.Charset is { Length: > 0 } charset
            && !HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? Refused(charset.ToString()).ExecuteAsync(context)
            : next(context);
    }

    private static IResult Refused(string charset) => Results.Json(
        new ProblemDetails
        {
            Type = "urn:opsconsole:problem:bad-request",
            Title = "bad request",
            Status = StatusCodes.Status415UnsupportedMediaType,
            Detail = $"The body is sent as '{BodyJson.Shown(charset)}': JSON is sent in utf-8.",
        },
        ApiJson.Options,
        "application/problem+json",
        StatusCodes.Status415UnsupportedMediaType);
}
