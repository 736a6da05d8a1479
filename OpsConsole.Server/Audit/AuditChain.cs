using System.Security.Cryptography;
using System.Text;

namespace OpsConsole.Server.Audit;

/// <summary>
/// The hashes of the audit log. An entry's canonical bytes are a JSON array in the form of RFC 8785, its hash is that of an
/// RFC 9162 leaf: SHA-256 of <c>0x00</c> and those bytes. <c>docs/audit-format.md</c> describes it for other programs.
/// The format is for ever: a change of it is a new <see cref="FormatName"/>, and old entries keep theirs.
/// </summary>
internal static class AuditChain
{
    /// <summary>What the first entry has for the hash before it.</summary>
    public const string Beginning = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>The first element of the array.</summary>
    public const string FormatName = "opsconsole-entry-1";

    /// <summary>The length of a detail's salt in bytes. It is fixed, so that salt and detail cannot be divided in two ways.</summary>
    public const int SaltBytes = 16;

    /// <summary>The bytes that an entry's hash covers. Its own hash is not among them; its detail is there as a commitment.</summary>
    public static ReadOnlySpan<byte> CanonicalBytes(AuditRow row) => Write(row).Bytes;

    /// <summary>The hash that an entry with these fields must have, in lower-case hexadecimal.</summary>
    public static string HashOf(AuditRow row)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Write(row).Hash(hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>What stands in the chain for <paramref name="detail"/>: SHA-256 of the salt's bytes and the detail's. Without the salt it tells nothing.</summary>
    public static string Commitment(string saltHex, string detail)
        => Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(saltHex), .. Encoding.UTF8.GetBytes(detail)]));

    /// <summary>A fresh salt, in hexadecimal.</summary>
    public static string NewSalt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaltBytes));

    /// <summary>
    /// Text that is the same in memory, in the store and in the hash: half surrogate pairs, which UTF-8 cannot carry,
    /// and U+0000, at which much software ends a text, become U+FFFD.
    /// </summary>
    public static string? Clean(string? text)
        => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    private static CanonicalEntry Write(AuditRow row) => new CanonicalEntry()
        .Begin()
        .Number(row.Seq)
        .Text(row.At)
        .Number(row.ClockBoundMs)
        .Text(row.Actor)
        .Text(row.Role)
        .Text(row.Origin)
        .Text(row.Action)
        .Text(row.Environment)
        .Text(row.Target)
        .Text(row.Reason)
        .Text(row.Ticket)
        .Text(row.Outcome)
        .Number(row.RunId)
        .Text(row.DetailCommitment)
        .Text(row.PreviousHash)
        .End();
}
