using static OpsConsole.Server.Tests.Configuration.Shop;

namespace OpsConsole.Server.Tests.Configuration;

/// <summary>What counts as a value, and what as none.</summary>
public sealed class SettingsReadTests
{
    [Fact]
    public void Password_OfBlanks_IsRefusedAndNotShown()
    {
        var error = Assert.Single(Check([("OpsConsole:Bootstrap:Password", "   ")]).Errors);
        Assert.DoesNotContain("   ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyValue_CountsAsNone()
    {
        var check = Check([("OpsConsole:Bootstrap:Password", ""), ("OpsConsole:Sandbox:GatewayPort", ""), ("OpsConsole:DataDirectory", "")]);
        Assert.Empty(check.Errors);
        Assert.Equal((null, 5081), (check.Options.Bootstrap.Password, check.Options.Sandbox.GatewayPort));
    }

    [Fact]
    public void Shape_ThatIsAnother_IsTold()
    {
        Assert.Contains("a section with", Assert.Single(Check([("OpsConsole:Sandbox", "on")]).Errors).Message, StringComparison.Ordinal);
        Assert.Contains("one value", Assert.Single(Check([("OpsConsole:DataDirectory:0", "a")]).Errors).Message, StringComparison.Ordinal);
        Assert.Contains("a list", Assert.Single(Check([.. Right(), ($"{Key}:Probes:api", "x")]).Errors).Message, StringComparison.Ordinal);
    }
}
