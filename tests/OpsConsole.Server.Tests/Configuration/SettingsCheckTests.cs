using static OpsConsole.Server.Tests.Configuration.Shop;

namespace OpsConsole.Server.Tests.Configuration;

public sealed class SettingsCheckTests
{
    [Fact]
    public void Nothing_Configured_IsRight() => Assert.Empty(Check([]).Errors);

    [Fact]
    public void Environment_WithAllThatTheFormatNames_IsRight()
    {
        var check = Check(
        [
            .. Right(),
            ($"{Key}:Mode", "blue-green"),
            ($"{Key}:Receipts:Path", "/v1/info"),
            ($"{Key}:Receipts:SlotHeader", "X-Served-By"),
            ($"{Key}:Receipts:VersionHeader", "X-Version"),
            ($"{Key}:Receipts:Wanted", "40"),
            ($"{Key}:Gateway:Container", null),
            ($"{Key}:Gateway:TrustedNetworks:0", "10.0.0.0/8"),
            ($"{Key}:Gateway:TrustedNetworks:1", "fd00::/8"),
            ($"{Key}:Docker:Endpoint", "unix:///var/run/docker.sock"),
            ($"{Key}:Probes:0:Name", "api"),
            ($"{Key}:Probes:0:Slot", "Blue"),
            ($"{Key}:Probes:0:Kind", "http"),
            ($"{Key}:Probes:0:Url", "http://127.0.0.1:9001/health"),
            ($"{Key}:Probes:0:IntervalSeconds", "0.5"),
            ($"{Key}:Probes:1:Name", "db"),
            ($"{Key}:Probes:1:Kind", "tcp"),
            ($"{Key}:Probes:1:Url", "tcp://10.0.0.5:5432"),
            ($"{Key}:Traffic:Kind", "none"),
            ($"{Key}:Clock:WarnSeconds", "0.05"),
            ($"{Key}:Clock:UntrustedSeconds", "1"),
            ($"{Key}:Clock:Nodes:0:Name", "here"),
            ($"{Key}:Clock:Nodes:0:Kind", "kernel"),
            ($"{Key}:BakeSeconds", "0"),
            ($"{Key}:WarmSeconds", "1800"),
        ]);
        Assert.Empty(check.Errors);
        var shop = check.Options.Environments["shop"];
        Assert.Equal("sandbox", Assert.Single(shop.Gateway).Kind);
        Assert.Equal(["10.0.0.0/8", "fd00::/8"], shop.Gateway[0].TrustedNetworks);
        Assert.Equal((40, 0, Slot.Blue, 0.5), (shop.Receipts.Wanted, shop.BakeSeconds, shop.Probes[0].Slot!.Value, shop.Probes[0].IntervalSeconds));
    }

    [Fact]
    public void Gateway_AsAListOfOne_IsTheSame()
    {
        var check = Check([.. Right().Where(setting => !setting.Key.Contains("Gateway", StringComparison.Ordinal)), ($"{Key}:Gateway:0:Kind", "sandbox")]);
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
    [InlineData("OpsConsole:Sandbox:TrustedNetworks:0", "everybody", "such as 10.0.0.0/8")]
    [InlineData("OpsConsole:Sandbox:TrustedNetworks:0", "10.0.0.0/33", "such as 10.0.0.0/8")]
    [InlineData(Key + ":Gateway:TrustedNetworks:0", "10.0.0.5", "10.1.2.3/32 is one address")]
    [InlineData(Key + ":Gateway:TrustedNetworks:0", "10.0.0.5/8", "no bits after that")]
    [InlineData("Urls", "here", "http://127.0.0.1:5080")]
    [InlineData("Urls", "ftp://127.0.0.1:21", "http://127.0.0.1:5080")]
    [InlineData(Key + ":BakeSeconds", "86401", "from 0 to 86400")]
    [InlineData(Key + ":BakeSeconds", "-1", "from 0 to 86400")]
    [InlineData(Key + ":Receipts:Wanted", "0", "from 1 to 1000")]
    [InlineData(Key + ":Receipts:Path", "v1", "begins with /")]
    [InlineData(Key + ":Receipts:SlotHeader", "X Served By", "the name of an HTTP header")]
    [InlineData(Key + ":Mode", "red-black", "blue-green, watch-only")]
    [InlineData(Key + ":FrontDoor", "http://10.0.0.5:8080", "of this machine with its port")]
    [InlineData(Key + ":FrontDoor", "http://127.0.0.1", "of this machine with its port")]
    [InlineData(Key + ":FrontDoor", "https://127.0.0.1:8080", "of this machine with its port")]
    [InlineData(Key + ":Gateway:Kind", "magic", "sandbox")]
    [InlineData(Key + ":Slots:Blue:Kind", "magic", "external")]
    [InlineData(Key + ":Slots:Blue:Address", "127.0.0.1:9001", "an absolute http or https address")]
    [InlineData(Key + ":Slots:Green:Address", "http://127.0.0.1:9001", "an address of its own")]
    [InlineData(Key + ":Slots:Blue:Address", "http://127.0.0.1:8080", "an address of its own")]
    [InlineData(Key + ":Clock:WarnSeconds", "0", "a number from")]
    [InlineData(Key + ":Clock:WarnSeconds", "2", "at most UntrustedSeconds, which is 1")]
    [InlineData(Key + ":Clock:Nodes:0:Kind", "sundial", "kernel")]
    [InlineData(Key + ":Probes:0:IntervalSeconds", "0.1", "from 0.25 to 3600")]
    [InlineData(Key + ":Probes:0:Slot", "purple", "blue, green")]
    [InlineData(Key + ":Probes:0:Name", "a b", "letters, digits")]
    [InlineData(Key + ":Probes:0:Url", "tcp://10.0.0.5", "an absolute http or https address")]
    [InlineData(Key + ":Traffic:Kind", "rumours", "gateway, none")]
    public void Value_ThatIsNotAllowed_IsToldWithWhatIs(string key, string value, string allowed)
    {
        var error = Assert.Single(Check([.. Right().Where(setting => setting.Key != key && key.StartsWith(Key, StringComparison.Ordinal)), (key, value)]).Errors, found => found.Key == key);
        Assert.Equal(value, error.Value);
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_OfWords_IsNotOneWord()
        => Assert.Equal(
            "OpsConsole:Sandbox:TrustedNetworks is '10.0.0.0/8'. Allowed: a list.",
            Assert.Single(Check([("OpsConsole:Sandbox:TrustedNetworks", "10.0.0.0/8")]).Errors).Message);

    [Theory]
    [InlineData(Key + ":Slots:Green:Kind", "docker", "external")]
    [InlineData(Key + ":Traffic:Kind", "nginx-log", "gateway, none")]
    [InlineData(Key + ":Traffic:Kind", "prometheus", "gateway, none")]
    [InlineData(Key + ":Clock:Nodes:0:Kind", "ntp", "kernel")]
    [InlineData(Key + ":Clock:Nodes:0:Kind", "chrony", "kernel")]
    [InlineData(Key + ":Mode", "single-slot", "blue-green, watch-only")]
    public void Kind_OfALaterVersion_IsToldAsSuch(string key, string value, string has)
    {
        var error = Assert.Single(Check([.. Right().Where(setting => setting.Key != key), (key, value)]).Errors);
        Assert.Equal($"{key} is '{value}', which this version does not have yet. It has: {has}.", error.Message);
    }

    [Theory]
    [InlineData("OpsConsole:Sandboks:GatewayPort", "OpsConsole:Sandboks is no setting. Did you mean OpsConsole:Sandbox?")]
    [InlineData("OpsConsole:DataDir", "Did you mean OpsConsole:DataDirectory?")]
    [InlineData(Key + ":Frontdor", "Did you mean OpsConsole:Environments:shop:FrontDoor?")]
    [InlineData(Key + ":Slots:Purple:Kind", "Allowed in OpsConsole:Environments:shop:Slots: Blue, Green.")]
    [InlineData(Key + ":Weather", "Weather is no setting. Allowed in")]
    public void Key_ThatNobodyKnows_IsToldWithTheNearest(string key, string sentence)
        => Assert.Contains(sentence, Assert.Single(Check([.. Right(), (key, "1")]).Errors).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(":FrontDoor")]
    [InlineData(":Gateway")]
    [InlineData(":Slots:Blue:Address")]
    [InlineData(":Slots:Green:Kind")]
    public void Setting_ThatIsNeeded_IsMissed(string key)
    {
        var error = Assert.Single(Check([.. Right().Where(setting => !setting.Key.StartsWith(Key + key, StringComparison.Ordinal))]).Errors);
        Assert.StartsWith($"{Key}{key} is missing. Allowed: ", error.Message, StringComparison.Ordinal);
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
        var errors = Check([("OpsConsole:Sandbox:GatewayPort", "x"), ("OpsConsole:Sandbox:Detached", "x"), ("OpsConsole:Speed", "x"), ($"{Key}:BakeSeconds", "x"), ("Urls", "x")]).Errors;
        Assert.Superset(
            new HashSet<string>(["OpsConsole:Sandbox:GatewayPort", "OpsConsole:Sandbox:Detached", "OpsConsole:Speed", $"{Key}:BakeSeconds", $"{Key}:FrontDoor", "Urls"], StringComparer.Ordinal),
            errors.Select(error => error.Key).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void TwoGateways_AtOnePort_AreRefused()
    {
        var other = Right().Select(setting => (setting.Key.Replace(":shop", ":till", StringComparison.Ordinal), setting.Value));
        Assert.Contains("the gateway of shop listens there", Assert.Single(Check([.. Right(), .. other]).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralGateways_EachNeedsAnAddressAndAFile_AndNoneIsTheSandboxes()
    {
        var pair = Right().Where(setting => !setting.Key.Contains("Gateway", StringComparison.Ordinal)).ToList();
        foreach (var (index, port) in new[] { (0, "8081"), (1, "8082") })
        {
            pair.AddRange(
                ($"{Key}:Gateway:{index}:Kind", "nginx"), ($"{Key}:Gateway:{index}:Address", $"http://127.0.0.1:{port}"), ($"{Key}:Gateway:{index}:IncludeFile", $"/etc/nginx/{index}.conf"), ($"{Key}:Gateway:{index}:Upstream", "shop"));
        }

        Assert.Empty(Check([.. pair]).Errors);
        var same = pair.Select(setting => (setting.Key, Value: setting.Key.Contains(":Gateway:1:", StringComparison.Ordinal) ? setting.Value?.Replace("8082", "8081", StringComparison.Ordinal).Replace("/1.conf", "/0.conf", StringComparison.Ordinal) : setting.Value));
        var errors = Check([.. same, ($"{Key}:Gateway:2:Kind", "sandbox")]).Errors;
        Assert.Superset(
            new HashSet<string>([$"{Key}:Gateway:1:Address", $"{Key}:Gateway:IncludeFile", $"{Key}:Gateway:2:Kind", $"{Key}:Gateway:2:Address"], StringComparer.Ordinal),
            errors.Select(error => error.Key).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void WatchOnly_NeedsNoGateway()
        => Assert.Empty(Check([.. Right().Where(setting => setting.Key.Contains("Slots", StringComparison.Ordinal)), ($"{Key}:Mode", "watch-only"), ($"{Key}:FrontDoor", "https://shop.example")]).Errors);
}
