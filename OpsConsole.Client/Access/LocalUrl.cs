namespace OpsConsole.Client.Access;

/// <summary>Where to go after a sign-in: never to another site, whatever a link says.</summary>
internal static class LocalUrl
{
    /// <summary><paramref name="asked"/> when it is a path of this site, else the first page.</summary>
    public static string Of(string? asked)
        => asked is ['/', ..] and not ['/', '/' or '\\', ..] && !asked.Any(char.IsControl)
            && !asked.StartsWith("/sign-in", StringComparison.OrdinalIgnoreCase)
            ? asked
            : "/";
}
