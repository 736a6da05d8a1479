using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpsConsole.Server.Audit;

namespace OpsConsole.Server.Tests.Audit;

/// <summary>The format is for ever: these values stand in docs/audit-format.md, and other programs rely on them.</summary>
public sealed class AuditChainTests
{
    private static readonly AuditRow s_row = new()
    {
        Seq = 7,
        At = "2026-03-14T09:26:53.589Z",
        ClockBoundMs = 12,
        Actor = "ann",
        Role = "lead",
        Origin = "browser 127.0.0.1",
        Action = "run",
        Environment = "dify-prod",
        Target = "green",
        Reason = "1.17 fixes \"the\" leak\n\u0001é😀\u007F",
        Outcome = "asked",
        RunId = 3,
        DetailSalt = "000102030405060708090a0b0c0d0e0f",
        Detail = "weights 0/100",
        DetailCommitment = "e51b2812f64fb93f1d5500300823d5316be0858365ae69b7618c5797c8de704b",
        PreviousHash = AuditChain.Beginning,
    };

    [Fact]
    public void CanonicalBytes_AreTheDocumentedArray()
        => Assert.Equal(
            """
            ["opsconsole-entry-1",7,"2026-03-14T09:26:53.589Z",12,"ann","lead","browser 127.0.0.1","run","dify-prod","green","1.17 fixes \"the\" leak\n\u0001é😀DEL",null,"asked",3,"COMMITMENT","BEGINNING"]
            """.Replace("DEL", "\u007F", StringComparison.Ordinal)
                .Replace("COMMITMENT", s_row.DetailCommitment, StringComparison.Ordinal)
                .Replace("BEGINNING", AuditChain.Beginning, StringComparison.Ordinal),
            Encoding.UTF8.GetString(AuditChain.CanonicalBytes(s_row)));

    [Fact]
    public void Hash_IsThatOfALeafOfRfc9162()
        => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([0, .. AuditChain.CanonicalBytes(s_row)])), AuditChain.HashOf(s_row));

    [Fact]
    public void Hash_OfAKnownEntry_StaysWhatItIs()
        => Assert.Equal("86650b9ef05950c2e33d2954858299de26ff1b3c712d72a9a5e4c26391ebdf32", AuditChain.HashOf(s_row));

    [Fact]
    public void Commitment_IsSha256OfSaltAndDetail()
        => Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(s_row.DetailSalt!), .. "weights 0/100"u8])),
            AuditChain.Commitment(s_row.DetailSalt!, s_row.Detail!));

    [Fact]
    public void CanonicalBytes_OfAnyText_ReadBackAsThatText()
    {
        var random = new Random(20260314);
        for (var n = 0; n < 2000; n++)
        {
            var text = AuditChain.Clean(RandomText(random))!;
            using var array = JsonDocument.Parse(AuditChain.CanonicalBytes(s_row with { Reason = text }).ToArray());
            Assert.Equal(text, array.RootElement[10].GetString());
            Assert.Equal(16, array.RootElement.GetArrayLength());
        }
    }

    [Fact]
    public void CanonicalBytes_OfDifferentFields_Differ()
    {
        // A text cannot be moved over a border: "a","b" is never "ab","" nor "a\",\"b".
        var moved = new[]
        {
            s_row with { Target = "a", Reason = "b" },
            s_row with { Target = "ab", Reason = "" },
            s_row with { Target = "a", Reason = null },
            s_row with { Target = "a\",\"b", Reason = "" },
            s_row with { Target = null, Reason = "a" },
            s_row with { Target = "null", Reason = "a" },
        };
        Assert.Equal(moved.Length, moved.Select(AuditChain.HashOf).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Clean_LeavesOnlyWhatUtf8AndEveryProgramCanCarry()
    {
        Assert.Equal("a\uFFFDb", AuditChain.Clean("a\0b"));
        Assert.Equal("a\uFFFDb", AuditChain.Clean("a\uD800b"));
        Assert.Equal("\uFFFD", AuditChain.Clean("\uDC00"));
        Assert.Equal("😀\u0007", AuditChain.Clean("😀\u0007"));
        Assert.Null(AuditChain.Clean(null));
    }

    internal static string RandomText(Random random)
    {
        var text = new char[random.Next(40)];
        for (var n = 0; n < text.Length; n++)
        {
            text[n] = (char)(random.Next(4) switch
            {
                0 => random.Next(0x20),
                1 => random.Next(0x20, 0x7F),
                2 => random.Next(0xD800, 0xE000),
                _ => random.Next(0x10000),
            });
        }

        return new string(text);
    }
}
