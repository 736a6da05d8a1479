using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OpsConsole.Server.Access;

/// <summary>The secrets of bearer tokens and one-time codes: 256 random bits, of which only the hash is stored.</summary>
internal static class TokenSecret
{
    /// <summary>What a bearer token begins with, so that people and leak scanners know it when they see one.</summary>
    public const string Prefix = "opc_";

    private const int RandomBytes = 32;
    private const int RandomCharacters = 43;

    public static string New() => Prefix + NewCode();

    /// <summary>The same without the beginning, for an address.</summary>
    public static string NewCode() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Whether <paramref name="text"/> looks like a bearer token at all.</summary>
    public static bool LooksRight(string text) => text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length == Prefix.Length + RandomCharacters;

    /// <summary>What is stored in its place. The secret has 256 random bits, so no salt and no slow hash is needed.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
