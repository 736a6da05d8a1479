using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace OpsConsole.Server.Http;

/// <summary>Reads a JSON body, and says in one sentence what is wrong with it.</summary>
internal static class RequestBody
{
    /// <summary>No request of this API needs more.</summary>
    public const int MaxBytes = 64 * 1024;

    public static async Task<Result<T>> ReadAsync<T>(HttpContext http, CancellationToken cancellationToken) where T : class
    {
        if (http.Request.ContentLength > MaxBytes)
        {
            return TooLarge();
        }

        if (!http.Request.HasJsonContentType())
        {
            return Bad("The body is JSON, with Content-Type: application/json.");
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<T>(http.Request.Body, ApiJson.Options, cancellationToken) is { } value
                ? value
                : Bad("The body is null; an object is wanted.");
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
        catch (JsonException exception)
        {
            return Bad(Explain(exception));
        }
    }

    private static string Explain(JsonException exception)
    {
        var where = exception.Path is { Length: > 2 } path ? $"'{path[2..]}'" : "The body";
        var line = exception.LineNumber is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" (line {number + 1}, byte {exception.BytePositionInLine})") : "";
        var what = exception.Message.Split(" Path: ", 2)[0];
        return $"{where} is not as it should be{line}: {what}";
    }

    private static Refusal TooLarge() => new(RefusalKind.TooLarge, $"The body is larger than {MaxBytes / 1024} KiB.");

    private static Refusal Bad(string detail) => new(RefusalKind.BadRequest, detail);
}
