using Microsoft.Extensions.Configuration;
using OpsConsole.Server.Configuration;

namespace OpsConsole.Server.Tests.Configuration;

public sealed class SettingsCheckTests
{
    private const string Shop = "OpsConsole:Environments:shop";

    [Fact]
    public void Nothing_Configured_IsRight() => Assert.Empty(Check([]).Errors);

    [Fact]
    public void Environment_WithAllThatTheFormatNames_IsRight()
    {
        var check = Check(
        [
            .. Right(),
            ($"{Shop}:Mode", "blue-green"),
            ($"{Shop}:Receipts:Path", "/v1/info"),
            ($"{Shop}:Receipts:SlotHeader", "X-Served-By"),
            ($"{Shop}:Receipts:VersionHeader", "X-Version"),
            ($"{Shop}:Receipts:Wanted", "40"),
            ($"{Shop}:Gateway:Container", null),
            ($"{Shop}:Docker:Endpoint", "unix:///var/run/docker.sock"),
            ($"{Shop}:Probes:0:Name", "api"),
            ($"{Shop}:Probes:0:Slot", "Blue"),
            ($"{Shop}:Probes:0:Kind", "http"),
            ($"{Shop}:Probes:0:Url", "http://127.0.0.1:9001/health"),
            ($"{Shop}:Probes:0:IntervalSeconds", "0.5"),
            ($"{Shop}:Probes:1:Name", "db"),
            ($"{Shop}:Probes:1:Kind", "tcp"),
            ($"{Shop}:Probes:1:Url", "tcp://10.0.0.5:5432"),
            ($"{Shop}:Traffic:Kind", "none"),
            ($"{Shop}:Clock:WarnSeconds", "0.05"),
            ($"{Shop}:Clock:UntrustedSeconds", "1"),
            ($"{Shop}:Clock:Nodes:0:Name", "here"),
            ($"{Shop}:Clock:Nodes:0:Kind", "kernel"),
            ($"{Shop}:BakeSeconds", "0"),
            ($"{Shop}:WarmSeconds", "1800"),
        ]);
        Assert.Empty(check.Errors);
        var shop = check.Options.Environments["shop"];
        Assert.Equal("sandbox", Assert.Single(shop.Gateway).Kind);
        Assert.Equal((40, 0, Slot.Blue, 0.5), (shop.Receipts.Wanted, shop.BakeSeconds, shop.Probes[0].Slot!.Value, shop.Probes[0].IntervalSeconds));
    }

    [Fact]
    public void Gateway_AsAListOfOne_IsTheSame()
    {
        var check = Check([.. Right().Where(setting => !setting.Key.Contains("Gateway", StringComparison.Ordinal)), ($"{Shop}:Gateway:0:Kind", "sandbox")]);
        Assert.Empty(check.Errors);
        Assert.Equal("sandbox", Assert.Single(check.Options.Environments["shop"].Gateway).Kind);
    }

    [Theory]
    [InlineData("OpsConsole:Sandbox:GatewayPort", "0", "a whole number from 1 to 65535")]
    [InlineData("OpsConsole:Sandbox:GatewayPort", "eighty", "a whole number from 1 to 65535")]
    [InlineData("OpsConsole:Sandbox:GatewayPort", "80.5", "a whole number")]
    [InlineData("OpsConsole:Sandbox:GatewayPort", "5080", "the console itself listens there")]
    [InlineData("OpsConsole:Sandbox:RequestsPerSecond", "1001", "a number from 0 to 1000")]
    [InlineData("OpsConsole:Sandbox:RequestsPerSecond", "NaN", "a number from 0 to 1000")]
    [InlineData("OpsConsole:Sandbox:Detached", "perhaps", "true or false")]
    [InlineData("Urls", "here", "http://127.0.0.1:5080")]
    [InlineData("Urls", "ftp://127.0.0.1:21", "http://127.0.0.1:5080")]
    [InlineData(Shop + ":BakeSeconds", "86401", "from 0 to 86400")]
    [InlineData(Shop + ":BakeSeconds", "-1", "from 0 to 86400")]
    [InlineData(Shop + ":Receipts:Wanted", "0", "from 1 to 1000")]
    [InlineData(Shop + ":Receipts:Path", "v1", "begins with /")]
    [InlineData(Shop + ":Receipts:SlotHeader", "X Served By", "the name of an HTTP header")]
    [InlineData(Shop + ":Mode", "red-black", "blue-green, watch-only")]
    [InlineData(Shop + ":FrontDoor", "http://10.0.0.5:8080", "of this machine with its port")]
    [InlineData(Shop + ":FrontDoor", "http://127.0.0.1", "of this machine with its port")]
    [InlineData(Shop + ":FrontDoor", "https://127.0.0.1:8080", "of this machine with its port")]
    [InlineData(Shop + ":Gateway:Kind", "magic", "sandbox")]
    [InlineData(Shop + ":Slots:Blue:Kind", "magic", "external")]
    [InlineData(Shop + ":Slots:Blue:Address", "127.0.0.1:9001", "an absolute http or https address")]
    [InlineData(Shop + ":Slots:Green:Address", "http://127.0.0.1:9001", "an address of its own")]
    [InlineData(Shop + ":Slots:Blue:Address", "http://127.0.0.1:8080", "an address of its own")]
    [InlineData(Shop + ":Clock:WarnSeconds", "0", "a number from")]
    [InlineData(Shop + ":Clock:WarnSeconds", "2", "at most UntrustedSeconds, which is 1")]
    [InlineData(Shop + ":Clock:Nodes:0:Kind", "sundial", "kernel")]
    [InlineData(Shop + ":Probes:0:IntervalSeconds", "0.1", "from 0.25 to 3600")]
    [InlineData(Shop + ":Probes:0:Slot", "purple", "blue, green")]
    [InlineData(Shop + ":Probes:0:Name", "a b", "letters, digits")]
    [InlineData(Shop + ":Probes:0:Url", "tcp://10.0.0.5", "an absolute http or https address")]
    [InlineData(Shop + ":Traffic:Kind", "rumours", "gateway, none")]
    public void Value_ThatIsNotAllowed_IsToldWithWhatIs(string key, string value, string allowed)
    {
        var error = Assert.Single(Check([.. Right().Where(setting => setting.Key != key && key.StartsWith(Shop, StringComparison.Ordinal)), (key, value)]).Errors, found => found.Key == key);
        Assert.Equal(value, error.Value);
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Shop + ":Gateway:Kind", "nginx", "sandbox")]
    [InlineData(Shop + ":Gateway:Kind", "haproxy", "sandbox")]
    [InlineData(Shop + ":Slots:Green:Kind", "docker", "external")]
    [InlineData(Shop + ":Traffic:Kind", "nginx-log", "gateway, none")]
    [InlineData(Shop + ":Traffic:Kind", "prometheus", "gateway, none")]
    [InlineData(Shop + ":Clock:Nodes:0:Kind", "ntp", "kernel")]
    [InlineData(Shop + ":Clock:Nodes:0:Kind", "chrony", "kernel")]
    [InlineData(Shop + ":Mode", "single-slot", "blue-green, watch-only")]
    public void Kind_OfALaterVersion_IsToldAsSuch(string key, string value, string has)
    {
        var error = Assert.Single(Check([.. Right().Where(setting => setting.Key != key), (key, value)]).Errors);
        Assert.Equal($"{key} is '{value}', which this version does not have yet. It has: {has}.", error.Message);
    }

    [Theory]
    [InlineData("OpsConsole:Sandboks:GatewayPort", "OpsConsole:Sandboks is no setting. Did you mean OpsConsole:Sandbox?")]
    [InlineData("OpsConsole:DataDir", "Did you mean OpsConsole:DataDirectory?")]
    [InlineData(Shop + ":Frontdor", "Did you mean OpsConsole:Environments:shop:FrontDoor?")]
    [InlineData(Shop + ":Slots:Purple:Kind", "Allowed in OpsConsole:Environments:shop:Slots: Blue, Green.")]
    [InlineData(Shop + ":Weather", "Weather is no setting. Allowed in")]
    public void Key_ThatNobodyKnows_IsToldWithTheNearest(string key, string sentence)
        => Assert.Contains(sentence, Assert.Single(Check([.. Right(), (key, "1")]).Errors).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(":FrontDoor")]
    [InlineData(":Gateway")]
    [InlineData(":Slots:Blue:Address")]
    [InlineData(":Slots:Green:Kind")]
    public void Setting_ThatIsNeeded_IsMissed(string key)
    {
        var error = Assert.Single(Check([.. Right().Where(setting => !setting.Key.StartsWith(Shop + key, StringComparison.Ordinal))]).Errors);
        Assert.StartsWith($"{Shop}{key} is missing. Allowed: ", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Value);
    }

    [Theory]
    [InlineData("Shop")]
    [InlineData("-shop")]
    [InlineData("my shop")]
    [InlineData("shöp")]
    public void Name_OfAnEnvironment_IsHeldToItsLetters(string name)
        => Assert.Contains(
            "a name of a to z",
            Assert.Single(Check([.. Right().Select(setting => (setting.Key.Replace(":shop", $":{name}", StringComparison.Ordinal), setting.Value))]).Errors).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Everything_Wrong_IsToldAtOnce()
    {
        var errors = Check([("OpsConsole:Sandbox:GatewayPort", "x"), ("OpsConsole:Sandbox:Detached", "x"), ("OpsConsole:Speed", "x"), ($"{Shop}:BakeSeconds", "x"), ("Urls", "x")]).Errors;
        Assert.Superset(
            new HashSet<string>(["OpsConsole:Sandbox:GatewayPort", "OpsConsole:Sandbox:Detached", "OpsConsole:Speed", $"{Shop}:BakeSeconds", $"{Shop}:FrontDoor", "Urls"], StringComparer.Ordinal),
            errors.Select(error => error.Key).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void TwoGateways_AtOnePort_AreRefused()
    {
        var other = Right().Select(setting => (setting.Key.Replace(":shop", ":till", StringComparison.Ordinal), setting.Value));
        Assert.Contains("the gateway of shop listens there", Assert.Single(Check([.. Right(), .. other]).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralGateways_AreOfALaterVersion()
        => Assert.Contains(
            "a list of 2",
            Check([.. Right().Where(setting => !setting.Key.Contains("Gateway", StringComparison.Ordinal)), ($"{Shop}:Gateway:0:Kind", "sandbox"), ($"{Shop}:Gateway:1:Kind", "sandbox")]).Errors[0].Message,
            StringComparison.Ordinal);

    [Fact]
    public void WatchOnly_NeedsNoGateway()
        => Assert.Empty(Check([.. Right().Where(setting => setting.Key.Contains("Slots", StringComparison.Ordinal)), ($"{Shop}:Mode", "watch-only"), ($"{Shop}:FrontDoor", "https://shop.example")]).Errors);

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
        Assert.Contains("a list", Assert.Single(Check([.. Right(), ($"{Shop}:Probes:api", "x")]).Errors).Message, StringComparison.Ordinal);
    }

    private static List<(string Key, string? Value)> Right() =>
    [
        ($"{Shop}:FrontDoor", "http://127.0.0.1:8080"),
        ($"{Shop}:Gateway:Kind", "sandbox"),
        ($"{Shop}:Slots:Blue:Kind", "external"),
        ($"{Shop}:Slots:Blue:Address", "http://127.0.0.1:9001"),
        ($"{Shop}:Slots:Green:Kind", "external"),
        ($"{Shop}:Slots:Green:Address", "http://127.0.0.1:9002"),
    ];

    private static SettingsCheck Check(IEnumerable<(string Key, string? Value)> settings) => SettingsCheck.Of(new ConfigurationBuilder()
        .AddInMemoryCollection([new("urls", SettingSources.DefaultUrls)])
        .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)))
        .Build());
}
