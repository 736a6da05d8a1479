using System.Security.Cryptography.X509Certificates;
using OpsConsole.Server.Health;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Health;

/// <summary>Against OpenSSL's server, with certificates as they are found.</summary>
public sealed class TlsProbeTests : IDisposable
{
    private readonly Certificates _certificates = new();

    [Fact]
    public async Task Certificate_ThatIsGood_IsUpAndSaysForHowLong()
    {
        await using var server = await StartAsync(_certificates.Of(-10, 90.5));
        var answer = await AskAsync(server);
        Assert.Equal((null, null, "shop.example, 90 days left"), (answer.Error, answer.Warning, answer.Detail));
        Assert.Null((await AskAsync(server, name: "shop.example")).Error);
    }

    [Fact]
    public async Task Certificate_NearItsEnd_IsDegraded()
    {
        await using var server = await StartAsync(_certificates.Of(-80, 10.5));
        var answer = await AskAsync(server);
        Assert.True(answer.Good);
        Assert.Matches("^the certificate of shop.example ends in 10 days, on [0-9-]{10}; 21 days wanted$", answer.Warning);
        Assert.Equal("shop.example, 10 days left", answer.Detail);
        Assert.Null((await AskAsync(server, warnDays: 10)).Warning);
    }

    [Fact]
    public async Task Certificate_OfAnAuthorityThatEndsFirst_IsDegradedForThat()
    {
        using var old = new Certificates(daysLeft: 5.5);
        await using var server = await StartAsync(old.Of(-10, 90));
        Assert.Matches("^the certificate of Test authority, which stands behind that of shop.example, ends in 5 days, on [0-9-]{10}; 21 days wanted$", (await AskAsync(server, caFile: old.CaFile)).Warning);
    }

    [Fact]
    public async Task Certificate_OutOfItsTime_IsAnError()
    {
        await using (var late = await StartAsync(_certificates.Of(-90, -3.5)))
        {
            Assert.Matches("^the certificate of shop.example ended 3 days ago, on [0-9-]{10}$", (await AskAsync(late)).Error);
        }

        await using var early = await StartAsync(_certificates.Of(2, 90));
        Assert.Matches("^the certificate of shop.example begins only on [0-9-]{10}$", (await AskAsync(early)).Error);
    }

    [Fact]
    public async Task Certificate_ForAnother_IsAnError()
    {
        await using var server = await StartAsync(_certificates.Of(-10, 90, "till.example", "www.till.example", "a.example", "b.example"));
        Assert.Equal("the certificate is for till.example, www.till.example, a.example and 1 more, not for 127.0.0.1", (await AskAsync(server)).Error);
        Assert.Null((await AskAsync(server, name: "www.till.example")).Error);
    }

    [Fact]
    public async Task Certificate_BySomebodyUnknown_IsAnError()
    {
        await using var server = await StartAsync(_certificates.Of(-10, 90));
        Assert.Equal("the certificate of shop.example is by Test authority, and leads to nobody that this machine trusts, or one between was not sent", (await AskAsync(server, known: false)).Error);
        using var others = new Certificates("Other authority");
        Assert.Equal($"the certificate of shop.example is by Test authority, and leads to nobody that {others.CaFile} has, or one between was not sent", (await AskAsync(server, caFile: others.CaFile)).Error);
        await File.WriteAllTextAsync(others.CaFile, "nobody", TestContext.Current.CancellationToken);
        Assert.Equal($"there is no certificate in {others.CaFile}", (await AskAsync(server, caFile: others.CaFile)).Error);
        Assert.StartsWith("the certificates in /nowhere/ca.pem cannot be read: ", (await AskAsync(server, caFile: "/nowhere/ca.pem")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_StoppedThenKilled_GivesNoAnswerThenRefuses()
    {
        await using var server = await StartAsync(_certificates.Of(-10, 90));
        server.Freeze();
        Assert.Equal("no answer within 0.8 s", (await Probe(server).AskAsync(TimeSpan.FromSeconds(0.8), TestContext.Current.CancellationToken)).Error);
        server.Thaw();
        Assert.Null((await AskAsync(server)).Error);
        await server.KillAsync();
        Assert.Equal("Connection refused", (await AskAsync(server)).Error);
    }

    [Fact]
    public async Task Server_WithoutTls_IsTold()
    {
        await using var nginx = await NginxParts.StartAsync();
        Assert.StartsWith("no TLS there: ", (await AskAsync(nginx.Server)).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _certificates.Dispose();

    private async Task<RealServer> StartAsync(X509Certificate2 certificate)
    {
        var port = FreePort.Next();
        var (file, key) = _certificates.FilesOf(certificate);
        certificate.Dispose();
        return await RealServer.StartAsync(port, "openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-cert", file, "-key", key, "-quiet", "-www");
    }

    private Task<ProbeAnswer> AskAsync(RealServer server, string? name = null, int warnDays = TlsProbe.WarnDays, bool known = true, string? caFile = null)
        => Probe(server, name, warnDays, known, caFile).AskAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

    private TlsProbe Probe(RealServer server, string? name = null, int warnDays = TlsProbe.WarnDays, bool known = true, string? caFile = null) => new(
        "front-door", null, TimeSpan.FromSeconds(1), new Uri($"tls://127.0.0.1:{server.Port}"), new CertificateWish(name ?? "127.0.0.1", known ? caFile ?? _certificates.CaFile : null, warnDays), TimeProvider.System);
}
