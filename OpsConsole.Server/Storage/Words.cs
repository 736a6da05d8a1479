using System.Text.Json;

namespace OpsConsole.Server.Storage;

/// <summary>Enum values as they are stored and sent: <c>RolledBack</c> is <c>rolled-back</c>.</summary>
internal static class Words
{
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static T Parse<T>(string word) where T : struct, Enum
        => TryParse<T>(word, out var value) ? value : throw new StoreException($"'{word}' is none of {string.Join(", ", All<T>())}.");

    /// <summary>The word exactly: one word for one thing, also in its letters.</summary>
    public static bool TryParse<T>(string? word, out T value) where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (string.Equals(Of(candidate), word, StringComparison.Ordinal))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    public static IEnumerable<string> All<T>() where T : struct, Enum => Enum.GetValues<T>().Select(Of);
}
