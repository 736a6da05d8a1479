namespace OpsConsole.Server.Access;

/// <summary>The names of the ways to say who one is.</summary>
internal static class Schemes
{
    /// <summary>The bearer where a request carries one, else the cookie.</summary>
    public const string Either = "opsconsole";

    /// <summary>An <c>Authorization: Bearer</c> header.</summary>
    public const string Bearer = "Bearer";

    /// <summary>Where a bearer token may also stand in the query: browsers cannot set headers on a WebSocket.</summary>
    public static readonly PathString QueryTokenPath = "/hubs/telemetry";

    /// <summary>The bearer token of a request; null without one.</summary>
    public static string? TokenOf(HttpRequest request)
    {
        const string prefix = Bearer + " ";
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            return header[prefix.Length..].Trim();
        }

        return request.Path.StartsWithSegments(QueryTokenPath, StringComparison.Ordinal) && request.Query.TryGetValue("access_token", out var token)
            ? token.ToString()
            : null;
    }
}
