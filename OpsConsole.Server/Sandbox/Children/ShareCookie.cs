using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>
/// Keeps a caller on one slot while traffic is split. The cookie's value means nothing by itself: its hash is one of 10,000 buckets, and green takes
/// those below its share. So a share that rises moves each caller once, and none back and forth, and no gateway has to remember anybody.
/// </summary>
internal static class ShareCookie
{
    public const string Name = "opsconsole-share";

    private const int Buckets = 10_000;
    private const int ValueBytes = 16;

    private static readonly TimeSpan s_kept = TimeSpan.FromDays(1);
    private static readonly object s_given = new();

    /// <summary>The value that a request carries; null when it carries none of our form.</summary>
    public static string? Find(StringValues cookies) => cookies
        .SelectMany(line => (line ?? "").Split(';'))
        .Where(IsOurs)
        .Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim())
        .FirstOrDefault(IsValue);

    /// <summary>The slot that <paramref name="value"/> keeps to under <paramref name="weights"/>.</summary>
    public static Slot SlotOf(string value, Weights weights)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(value), hash);
        var bucket = (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % Buckets);
        return bucket * (weights.Blue + weights.Green) < weights.Green * Buckets ? Slot.Green : Slot.Blue;
    }

    /// <summary>A new value that keeps to <paramref name="slot"/>, which has a share.</summary>
    public static string New(Slot slot, Weights weights)
    {
        while (true)
        {
            var value = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ValueBytes));
            if (SlotOf(value, weights) == slot)
            {
                return value;
            }
        }
    }

    /// <summary>Has the answer to this request carry <paramref name="value"/>, once a slot has given one.</summary>
    public static void Give(HttpContext context, string value) => context.Items[s_given] = value;

    /// <summary>Adds what was <see cref="Give">given</see> to the answer.</summary>
    public static void AddTo(HttpContext context)
    {
        if (context.Items.TryGetValue(s_given, out var value))
        {
            // Whoever ended TLS in front says so; a caller who lies gets a cookie that only he has no use for.
            var secure = context.Request.IsHttps || context.Request.Headers["X-Forwarded-Proto"] == Uri.UriSchemeHttps;
            context.Response.Cookies.Append(
                Name, (string)value!, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = s_kept, Secure = secure });
        }
    }

    /// <summary>Whether this cookie is among them, and the others to the letter; null when there is no other.</summary>
    public static (bool Found, string? Others) Without(StringValues cookies)
    {
        var pairs = cookies.SelectMany(line => (line ?? "").Split(';')).ToList();
        return pairs.RemoveAll(IsOurs) > 0 ? (true, pairs.Count > 0 ? string.Join(';', pairs).TrimStart() : null) : (false, null);
    }

    private static bool IsOurs(string pair) => pair.AsSpan().TrimStart().StartsWith(Name, StringComparison.Ordinal)
        && pair.AsSpan().TrimStart()[Name.Length..].TrimStart() is ['=', ..];

    private static bool IsValue(string value) => value.Length == ValueBytes * 2 && value.All(char.IsAsciiHexDigitLower);
}
