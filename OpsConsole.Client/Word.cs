using System.Collections.Concurrent;
using System.Text.Json;

namespace OpsConsole.Client;

/// <summary>Enum values as they stand in the API: <c>rolled-back</c>. For <c>data-value</c>, addresses and names of texts; people read the texts.</summary>
internal static class Word
{
    private static readonly ConcurrentDictionary<Enum, string> s_words = new();

    public static string Of(Enum value) => s_words.GetOrAdd(value, static word => JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString()));

    /// <summary>Reads a word back; null for anything that is none.</summary>
    public static TEnum? Parse<TEnum>(string? word) where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (string.Equals(Of(value), word, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }
}
