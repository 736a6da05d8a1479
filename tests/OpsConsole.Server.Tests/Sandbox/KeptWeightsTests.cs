using OpsConsole.Server.Sandbox.Children;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Sandbox;

public sealed class KeptWeightsTests
{
    [Fact]
    public void Load_KeptBeforeThereWereTags_IsTheSame()
    {
        using var folder = new TempDirectory();
        File.WriteAllText(folder.File("kept"), "{\n  \"blue\": 10,\n  \"green\": 90\n}");
        Assert.Equal(new Weights(10, 90), KeptWeights.Load(folder.File("kept")).Current);
    }

    [Fact]
    public void Load_NothingKept_IsAllToBlueAndKept()
    {
        using var folder = new TempDirectory();
        Assert.Equal(Weights.AllTo(Slot.Blue), KeptWeights.Load(folder.File("kept")).Current);
        Assert.Equal((Weights.AllTo(Slot.Blue), null), KeptWeights.Parse(File.ReadAllText(folder.File("kept"))));
    }

    [Fact]
    public void Load_WhatWasSet_IsTheSame()
    {
        using var folder = new TempDirectory();
        var weights = new Weights(0, 100, new GrayTag("beta", Slot.Blue));
        KeptWeights.Load(folder.File("kept")).Set(weights);
        Assert.Equal(weights, KeptWeights.Load(folder.File("kept")).Current);
    }

    [Theory]
    [InlineData("", "These are no weights")]
    [InlineData("null", "There are no weights")]
    [InlineData("[]", "These are no weights")]
    [InlineData("""{"blue":100}""", "green")]
    [InlineData("""{"blue":"100","green":0}""", "$.blue")]
    [InlineData("""{"blue":100,"green":0,"red":0}""", "red")]
    [InlineData("""{"blue":0,"green":0}""", "Both weights are 0")]
    [InlineData("""{"blue":100,"green":0,"tag":{"value":"beta"}}""", "slot")]
    [InlineData("""{"blue":100,"green":0,"tag":{"slot":"green"}}""", "value")]
    [InlineData("""{"blue":100,"green":0,"tag":{"value":null,"slot":"green"}}""", "$.tag.value")]
    [InlineData("""{"blue":100,"green":0,"tag":{"value":"beta","slot":"purple"}}""", "$.tag.slot")]
    [InlineData("""{"blue":100,"green":0,"tag":{"value":"beta","slot":1}}""", "$.tag.slot")]
    [InlineData("""{"blue":100,"green":0,"tag":{"value":"","slot":"green"}}""", "it must be 1 to 64")]
    public void Load_Damaged_NamesTheFileAndWhatIsWrong(string text, string what)
    {
        using var folder = new TempDirectory();
        File.WriteAllText(folder.File("kept"), text);
        var exception = Assert.Throws<InvalidDataException>(() => KeptWeights.Load(folder.File("kept")));
        Assert.Contains(folder.File("kept"), exception.Message, StringComparison.Ordinal);
        Assert.Contains(what, exception.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.200.1.1", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.200.1.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.0.0.0/8", "::1", false)]
    [InlineData("192.168.1.7/32,fd00::/8", "fd12::1", true)]
    [InlineData("192.168.1.7/32,fd00::/8", "192.168.1.8", false)]
    [InlineData("", "127.0.0.1", false)]
    public void Networks_Contain_OnlyWhoIsReallyThere(string networks, string caller, bool trusted)
        => Assert.Equal(trusted, TrustedNetworks.Parse(networks).Contain(System.Net.IPAddress.Parse(caller)));

    [Fact]
    public void Networks_CallerWithoutAnAddress_IsNotTrusted() => Assert.False(TrustedNetworks.Parse("0.0.0.0/0,::/0").Contain(null));
}
