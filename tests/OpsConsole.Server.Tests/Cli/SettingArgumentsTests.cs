using OpsConsole.Server.Cli;

namespace OpsConsole.Server.Tests.Cli;

public sealed class SettingArgumentsTests
{
    [Theory]
    [InlineData("--OpsConsole:Sandbox:GatewayPort=1", "--setting OpsConsole:Sandbox:GatewayPort=1")]
    [InlineData("--OpsConsole:Sandbox:GatewayPort 1 serve", "--setting OpsConsole:Sandbox:GatewayPort=1 serve")]
    [InlineData("--Logging:LogLevel:Microsoft.AspNetCore=Debug", "--setting Logging:LogLevel:Microsoft.AspNetCore=Debug")]
    [InlineData("audit verify --json --data x", "audit verify --json --data x")]
    [InlineData("--urls http://127.0.0.1:1", "--urls http://127.0.0.1:1")]
    [InlineData("--urls=http://127.0.0.1:1", "--urls=http://127.0.0.1:1")]
    [InlineData("timeline -- --a:b=c", "timeline -- --a:b=c")]
    public void Setting_IsToldFromAnOptionByItsColon(string before, string after) => Assert.Equal(after, string.Join(' ', SettingArguments.Normalise(before.Split(' '))));

    [Fact]
    public void Setting_WithoutAValue_IsRefused()
    {
        var normal = SettingArguments.Normalise(["--OpsConsole:DataDirectory"]);
        Assert.Contains("--OpsConsole:DataDirectory=VALUE", Assert.Throws<UsageException>(() => SettingArguments.Split(normal[1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_MayHaveAnEqualsSignInItsValue() => Assert.Equal(new("A:B", "c=d"), SettingArguments.Split("A:B=c=d"));
}
