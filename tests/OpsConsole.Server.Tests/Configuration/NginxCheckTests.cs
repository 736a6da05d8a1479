using static OpsConsole.Server.Tests.Configuration.Shop;

namespace OpsConsole.Server.Tests.Configuration;

public sealed class NginxCheckTests
{
    private static readonly (string Key, string? Value)[] s_nginx =
    [
        .. Right().Where(setting => setting.Key != $"{Key}:Gateway:Kind"),
        ($"{Key}:Gateway:Kind", "nginx"),
        ($"{Key}:Gateway:IncludeFile", "/etc/nginx/opsconsole/shop.conf"),
        ($"{Key}:Gateway:Upstream", "shop"),
    ];

    [Fact]
    public void Nginx_WithItsFileAndItsUpstream_IsRight()
    {
        var check = Check(s_nginx);
        Assert.Empty(check.Errors);
        var gateway = Assert.Single(check.Options.Environments["shop"].Gateway);
        Assert.Equal(["nginx", "-t"], gateway.Test);
        Assert.Equal(["nginx", "-s", "reload"], gateway.Reload);
    }

    [Fact]
    public void Nginx_WithCommandsOfItsOwn_TakesThoseAlone()
        => Assert.Equal(["sudo", "nginx", "-t"], Check([.. s_nginx, ($"{Key}:Gateway:Test:0", "sudo"), ($"{Key}:Gateway:Test:1", "nginx"), ($"{Key}:Gateway:Test:2", "-t")]).Options.Environments["shop"].Gateway[0].Test);

    [Fact]
    public void Nginx_WithEverythingWrong_IsToldAllAtOnce()
    {
        var errors = Check(
        [
            .. s_nginx.Where(setting => !setting.Key.EndsWith(":Upstream", StringComparison.Ordinal) && !setting.Key.EndsWith("IncludeFile", StringComparison.Ordinal) && !setting.Key.EndsWith("Blue:Address", StringComparison.Ordinal)),
            ($"{Key}:Gateway:IncludeFile", "shop.conf"),
            ($"{Key}:Gateway:PidFile", "/run/'; rm"),
            ($"{Key}:Gateway:Reload:0", " "),
            ($"{Key}:Gateway:Speed", "1"),
            ($"{Key}:Receipts:SlotHeader", "X_Served"),
            ($"{Key}:Slots:Blue:Address", "http://127.0.0.1:9001/shop"),
            ($"{Key}:Traffic:Kind", "gateway"),
        ]).Errors;
        Assert.Equal(
            ["Gateway:IncludeFile", "Gateway:PidFile", "Gateway:Reload", "Gateway:Speed", "Gateway:Upstream", "Receipts:SlotHeader", "Slots:Blue:Address", "Traffic:Kind"],
            errors.Select(error => error.Key[(Key.Length + 1)..]));
    }

    [Theory]
    [InlineData("IncludeFile", "/etc/nginx/shop.conf")]
    [InlineData("Upstream", "shop")]
    public void Sandbox_WithAKeyOfNginx_IsToldSo(string key, string value)
        => Assert.Contains("kind nginx", Assert.Single(Check([.. Right(), ($"{Key}:Gateway:{key}", value)]).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void TwoEnvironments_WithOneFile_AreToldSo()
    {
        var other = s_nginx.Select(setting => (setting.Key.Replace("shop", "store", StringComparison.Ordinal), setting.Value));
        Assert.Equal("OpsConsole:Environments:store:Gateway:IncludeFile", Assert.Single(Check([.. s_nginx, .. other]).Errors).Key);
    }
}
