using Microsoft.AspNetCore.Http;
using OpsConsole.Server.Gates.Sources;
using OpsConsole.Server.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gates.Sources;

public sealed class HttpSourceTests
{
    [Theory]
    [InlineData(200, "all fine", null, GateVerdict.Pass, "answers 200.")]
    [InlineData(204, "", null, GateVerdict.Pass, "answers 204.")]
    [InlineData(200, "all fine", "fine", GateVerdict.Pass, "answers 200 with 'fine'.")]
    [InlineData(200, "all Fine", "fine", GateVerdict.Fail, "answers 200 without 'fine'.")]
    [InlineData(302, "", null, GateVerdict.Fail, "answers 302.")]
    [InlineData(404, "fine", "fine", GateVerdict.Fail, "answers 404.")]
    [InlineData(503, "", null, GateVerdict.Fail, "answers 503.")]
    public async Task Read_AnAnswer_IsJudged(int status, string body, string? expect, GateVerdict expected, string says)
    {
        await using var server = await SmallServer.StartAsync(async http =>
        {
            http.Response.StatusCode = status;
            if (body.Length > 0)
            {
                await http.Response.WriteAsync(body);
            }
        });
        var found = await new HttpSource(server.Address, expect).ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, found.State);
        Assert.EndsWith(says, found.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TextStandsAfterTheFirstMebibyte_IsUnknownNotFailed()
    {
        await using var server = await SmallServer.StartAsync(http => http.Response.WriteAsync(new string('x', 2 * 1024 * 1024) + "fine"));
        var found = await new HttpSource(server.Address, "fine").ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(GateVerdict.Unknown, found.State);
    }

    [Fact]
    public async Task Read_NobodyListens_IsUnknown()
    {
        var found = await new HttpSource(new Uri($"http://127.0.0.1:{FreePort.Next()}/"), null).ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(GateVerdict.Unknown, found.State);
        Assert.Contains("does not answer", found.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CutOffInItsBody_IsUnknown()
    {
        await using var server = await SmallServer.StartAsync(async http =>
        {
            http.Response.ContentLength = 100;
            await http.Response.WriteAsync("half");
            http.Abort();
        });
        Assert.Equal(GateVerdict.Unknown, (await new HttpSource(server.Address, null).ReadAsync(TestContext.Current.CancellationToken)).State);
    }
}
