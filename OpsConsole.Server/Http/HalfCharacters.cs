using System.Text.Json;

namespace OpsConsole.Server.Http;

/// <summary>
/// Half a character, such as <c>\ud800</c> without its other half, is well-formed JSON and yet no text: whoever asked for it as one
/// would find an exception, so it is looked for first.
/// </summary>
internal static class HalfCharacters
{
    /// <summary>Where there is one, in a sentence; null where there is none. The JSON is known to be well-formed.</summary>
    public static string? Find(ReadOnlySpan<byte> json, int maxDepth)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        var member = "";
        while (reader.Read())
        {
            var text = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? Text(ref reader) : "";
            if (text is null)
            {
                var where = reader.TokenType is JsonTokenType.PropertyName ? "The name of a member" : member.Length == 0 ? "The body" : $"'{BodyJson.Shown(member)}'";
                return $"{where} has half a character, an escape from \\ud800 to \\udfff without its other half: it has to be a text.";
            }

            member = reader.TokenType is JsonTokenType.PropertyName ? text : member;
        }

        return null;
    }

    // Nothing but the attempt tells.
    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
