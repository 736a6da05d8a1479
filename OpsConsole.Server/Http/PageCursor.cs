using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace OpsConsole.Server.Http;

/// <summary>Where a list goes on: opaque to whoever carries it from one answer to the next request.</summary>
internal static class PageCursor
{
    public static string Write(long before) => WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"before:{before}")));

    public static bool TryRead(string cursor, out long before)
    {
        before = 0;
        try
        {
            var text = Encoding.ASCII.GetString(WebEncoders.Base64UrlDecode(cursor));
            return text.StartsWith("before:", StringComparison.Ordinal) && long.TryParse(text.AsSpan("before:".Length), CultureInfo.InvariantCulture, out before);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
