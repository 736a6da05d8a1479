using static OpsConsole.Server.Tests.Configuration.Shop;

namespace OpsConsole.Server.Tests.Configuration;

public sealed class HAProxyCheckTests
{
    private static readonly (string Key, string? Value)[] s_haproxy =
    [
        .. Right().Where(setting => setting.Key != $"{Key}:Gateway:Kind"),
        ($"{Key}:Gateway:Kind", "haproxy"),
        ($"{Key}:Gateway:Socket", "/run/haproxy/admin.sock"),
        ($"{Key}:Gateway:Backend", "shop"),
        ($"{Key}:Gateway:Servers:Blue", "b"),
        ($"{Key}:Gateway:Servers:Green", "g"),
        ($"{Key}:Gateway:StateFile", "/var/lib/haproxy/shop.state"),
    ];

    [Theory]
    [InlineData("/run/haproxy/admin.sock")]
    [InlineData("10.0.0.5:9999")]
    [InlineData("ipv4@proxy-1.example:9999")]
    [InlineData("[::1]:9999")]
    public void HAProxy_WithASocketOfAnyKind_IsRight(string socket) => Assert.Empty(Check(With("Socket", socket)).Errors);

    [Theory]
    [InlineData("admin.sock")]
    [InlineData("10.0.0.5:99999")]
    [InlineData("10.0.0.5")]
    [InlineData("/run/a b")]
    [InlineData("/run/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/012345.sock")]
    public void Socket_ThatCannotBeOne_IsToldSo(string socket) => Assert.Equal($"{Key}:Gateway:Socket", Assert.Single(Check(With("Socket", socket)).Errors).Key);

    [Fact]
    public void HAProxy_WithEverythingWrong_IsToldAllAtOnce()
    {
        var errors = Check(
        [
            .. Right().Where(setting => setting.Key != $"{Key}:Gateway:Kind"),
            ($"{Key}:Gateway:Kind", "haproxy"),
            ($"{Key}:Gateway:Backend", "shop; shutdown"),
            ($"{Key}:Gateway:Servers:Blue", "b"),
            ($"{Key}:Gateway:Servers:Green", "b"),
            ($"{Key}:Gateway:Servers:Red", "r"),
            ($"{Key}:Gateway:Map", "tags.map"),
            ($"{Key}:Gateway:TrustedNetworks:0", "10.0.0.0/8"),
            ($"{Key}:Traffic:Kind", "gateway"),
        ]).Errors;
        Assert.Equal(
            ["Gateway:Backend", "Gateway:Map", "Gateway:Servers:Green", "Gateway:Servers:Red", "Gateway:Socket", "Gateway:StateFile", "Gateway:TrustedNetworks", "Traffic:Kind"],
            errors.Select(error => error.Key[(Key.Length + 1)..]));
    }

    [Fact]
    public void Sandbox_WithAKeyOfHAProxy_IsToldSo()
        => Assert.Contains("kind haproxy", Assert.Single(Check([.. Right(), ($"{Key}:Gateway:Servers:Blue", "b")]).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void TwoEnvironments_WithOneFile_AreToldSo()
    {
        var other = s_haproxy.Select(setting => (setting.Key.Replace("shop", "store", StringComparison.Ordinal), setting.Value));
        Assert.Equal("OpsConsole:Environments:store:Gateway:StateFile", Assert.Single(Check([.. s_haproxy, .. other]).Errors).Key);
    }

    private static (string Key, string? Value)[] With(string name, string value)
        => [.. s_haproxy.Where(setting => setting.Key != $"{Key}:Gateway:{name}"), ($"{Key}:Gateway:{name}", value)];
}
