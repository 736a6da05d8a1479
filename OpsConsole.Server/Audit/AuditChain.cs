using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Audit;

/// <summary>
/// The hashes of the audit log. An entry's canonical bytes are a JSON array in the form of RFC 8785, its hash is that of an
/// RFC 9162 leaf: SHA-256 of <c>0x00</c> and those bytes. <c>docs/audit-format.md</c> describes it for other programs.
/// </summary>
internal static class AuditChain
{
    /// <summary>What the first entry has for the hash before it.</summary>
    public const string Beginning = "0000000000000000000000000000000000000000000000000000000000000000";

    private const string FormatName = "opsconsole-entry-1";

    /// <summary>The bytes that an entry's hash covers. Its own hash is not among them; its detail is there as a commitment.</summary>
    public static byte[] CanonicalBytes(AuditEntry entry, string? detailCommitment)
    {
        var text = new StringBuilder("[");
        Text(text, FormatName);
        Number(text.Append(','), entry.Seq);
        Text(text.Append(','), Rfc3339.Write(entry.At));
        Number(text.Append(','), entry.ClockBoundMs);
        Text(text.Append(','), entry.Actor);
        Text(text.Append(','), entry.Role is { } role ? Words.Of(role) : null);
        Text(text.Append(','), entry.Origin);
        Text(text.Append(','), entry.Action);
        Text(text.Append(','), entry.Environment);
        Text(text.Append(','), entry.Target);
        Text(text.Append(','), entry.Reason);
        Text(text.Append(','), entry.Ticket);
        Text(text.Append(','), Words.Of(entry.Outcome));
        Number(text.Append(','), entry.RunId);
        Text(text.Append(','), detailCommitment);
        Text(text.Append(','), entry.PreviousHash);
        return Encoding.UTF8.GetBytes(text.Append(']').ToString());
    }

    /// <summary>The hash of an entry with these bytes.</summary>
    public static string HashOf(ReadOnlySpan<byte> canonicalBytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(canonicalBytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What stands in the chain for <paramref name="detail"/>: SHA-256 of the salt's bytes and the detail's. Without the salt it tells nothing.</summary>
    public static string Commitment(string saltHex, string detail)
        => Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(saltHex), .. Encoding.UTF8.GetBytes(detail)]));

    /// <summary>A fresh salt of 128 bits, in hexadecimal.</summary>
    public static string NewSalt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Text that UTF-8 can carry: half surrogate pairs become U+FFFD, so that what is hashed is what is stored.</summary>
    public static string? Clean(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static void Number(StringBuilder text, long? value)
        => text.Append(value is { } number ? number.ToString(CultureInfo.InvariantCulture) : "null");

    private static void Text(StringBuilder text, string? value)
    {
        if (value is null)
        {
            text.Append("null");
            return;
        }

        text.Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }
}
