using System.Text.RegularExpressions;

namespace OpsConsole.Server.Access;

/// <summary>Which names people and tokens may have. They stand in the audit log, so none may look like the console or a local user.</summary>
internal static partial class AccessNames
{
    private const string Allowed = "1 to 64 letters A to Z, digits and . _ @ -, beginning with a letter or a digit";

    private static readonly string[] s_taken = ["console", "anonymous"];

    /// <summary>What is wrong with <paramref name="name"/>; null when it may be used.</summary>
    public static Refusal? Check(string? name)
    {
        if (name is null || !Pattern().IsMatch(name))
        {
            return new(RefusalKind.BadRequest, $"name: allowed are {Allowed}.");
        }

        return s_taken.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("local", StringComparison.OrdinalIgnoreCase)
            ? new(RefusalKind.BadRequest, $"name: '{name}' is kept for the console itself. Choose one that is not console or anonymous and does not begin with local.")
            : null;
    }

    /// <summary>A name as somebody typed it, fit for the audit log: without control characters, at most 64 characters.</summary>
    public static string Shown(string? typed)
    {
        var shown = new string([.. (typed ?? "").Select(character => char.IsControl(character) ? ' ' : character)]).Trim();
        return shown.Length == 0 ? "(empty)" : shown.Length > 64 ? shown[..64] : shown;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._@-]{0,63}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
