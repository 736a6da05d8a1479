using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Audit;

/// <summary>docs/audit-format.md has a verifier for people without OpsConsole: it is run as it stands there.</summary>
public sealed partial class AuditFormatTests
{
    [Fact]
    public async Task Script_OfTheDocument_IsShort() => Assert.InRange((await ScriptAsync()).Split('\n').Length, 10, 40);

    [Fact]
    public async Task Script_VerifiesAStoreInUse()
    {
        await using var log = new TestLog();
        await FillAsync(log);
        Assert.Equal($"ok: 61 entries, head {(await log.VerifyAsync()).Head}", (await RunAsync(log.Store.Database.Path)).Output);
    }

    [Fact]
    public async Task Script_VerifiesAnExport()
    {
        await using var log = new TestLog();
        await FillAsync(log);
        Assert.Equal($"ok: 62 entries, head {(await ExportAsync(log)).Hash}", (await RunAsync(ExportPath(log))).Output);
    }

    [Theory]
    [InlineData("UPDATE entries SET target = 'blue' WHERE seq = 7", 7)]
    [InlineData("UPDATE entries SET detail = 'other' WHERE seq = 8", 8)]
    [InlineData("UPDATE entries SET detail_salt = upper(detail_salt) || '' WHERE seq = 8", 8)]
    [InlineData("UPDATE entries SET actor = CAST(x'FF' AS TEXT) WHERE seq = 9", 9)]
    [InlineData("UPDATE entries SET actor = CAST(actor AS BLOB) WHERE seq = 9", 9)]
    [InlineData("DELETE FROM entries WHERE seq = 5", 5)]
    public async Task Script_AndConsole_AgreeWhereItIsBroken(string sql, long seq)
    {
        await using var log = new TestLog();
        await FillAsync(log);
        await log.TamperAsync(connection => connection.Execute(sql));
        Assert.Equal(seq, (await log.VerifyAsync()).FirstBroken);
        var (exit, output) = await RunAsync(log.Store.Database.Path);
        Assert.Equal((1, $"broken at entry {seq}"), (exit, output));
    }

    [Fact]
    public async Task Document_NamesEveryActionAndOutcome()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "audit-format.md"));
        Assert.All(AuditActions.All, action => Assert.Contains($"`{action}`", document, StringComparison.Ordinal));
        Assert.All(Words.All<AuditOutcome>(), outcome => Assert.Contains($"`{outcome}`", document, StringComparison.Ordinal));
        Assert.Contains($"`{AuditChain.FormatName}`", document, StringComparison.Ordinal);
        Assert.Contains(AuditChain.Commitment("000102030405060708090a0b0c0d0e0f", "weights 0/100"), document, StringComparison.Ordinal);
    }

    private static async Task FillAsync(TestLog log)
    {
        var random = new Random(61);
        await log.AppendAsync("the first");
        for (var n = 0; n < 60; n++)
        {
            await log.AppendAsync(AuditChainTests.RandomText(random), n % 4 == 0 ? null : AuditChainTests.RandomText(random) + "Detail");
        }
    }

    private static string ExportPath(TestLog log) => Path.Combine(log.Store.Directory, "export.ndjson");

    private static async Task<AuditEntry> ExportAsync(TestLog log)
    {
        var export = new AuditExport(log.Reader, log.Log);
        var format = AuditExport.FormatOf("ndjson")!;
        var last = await export.EnterAsync(TestLog.Ann, format, CancellationToken.None);
        await using var file = File.Create(ExportPath(log));
        await export.WriteAsync(format, last, file, CancellationToken.None);
        return (await log.Reader.ListAsync(new(Limit: 1), CancellationToken.None)).Single();
    }

    private static async Task<string> ScriptAsync()
        => Script().Match(await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "audit-format.md"))).Groups["script"].Value;

    private static async Task<(int Exit, string Output)> RunAsync(string path)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("python3", ["-c", await ScriptAsync(), path])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            })!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException("python3 is needed to test the verifier of docs/audit-format.md: install it and run the tests again.", exception);
        }

        using (process)
        {
            var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output.Trim());
        }
    }

    [GeneratedRegex("```python\n(?<script>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Script();
}
