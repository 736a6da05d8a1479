using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using OpsConsole.Server.Access;

namespace OpsConsole.Server.Hosting;

/// <summary>What a browser may do with an answer: nothing that the console does not need, and nothing from anywhere else.</summary>
internal sealed partial class SecurityHeaders(RequestDelegate next)
{
    private const string ForPrograms = "default-src 'none'; frame-ancestors 'none'";

    private readonly ConcurrentDictionary<string, string> _hashes = new(StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers.ContentSecurityPolicy = RefusedAnswer.IsProgram(context.Request) ? ForPrograms : ForPages(context);
            if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && headers.CacheControl.Count == 0)
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }

    // Styles stand in elements where a number becomes a length. The one inline script is the import map, let in by its hash.
    private string ForPages(HttpContext context)
        => $"default-src 'self'; script-src 'self'{ImportMapHash(context)}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'{Sockets(context.Request)}; "
            + "base-uri 'self'; form-action 'self'; object-src 'none'; frame-ancestors 'none'";

    private string ImportMapHash(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ImportMapDefinition>()?.ToString() is { } map
        ? _hashes.GetOrAdd(map, static text => $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'")
        : "";

    // Not every browser counts a socket of the same host as 'self'. A host that is none is not repeated.
    private static string Sockets(HttpRequest request)
        => request.Host.Value is { } host && HostPattern().IsMatch(host) ? $" {(request.IsHttps ? "wss" : "ws")}://{host}" : "";

    [GeneratedRegex(@"^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$", RegexOptions.NonBacktracking)]
    private static partial Regex HostPattern();
}
