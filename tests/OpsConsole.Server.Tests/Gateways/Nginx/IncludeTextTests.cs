using OpsConsole.Server.Gateways.Nginx;

namespace OpsConsole.Server.Tests.Gateways.Nginx;

/// <summary>What is written can be read back, and whoever else wrote is found out.</summary>
public sealed class IncludeTextTests
{
    private static readonly Weights s_blue = Weights.AllTo(Slot.Blue);
    private static readonly NginxPlan s_plan = new(
        new Uri("http://127.0.0.1:8080"), "/etc/nginx/opsconsole/shop.conf", "shop", "X-Served-By", new Uri("http://127.0.0.1:9001"), new Uri("http://[::1]:9002"),
        ["10.0.0.0/8"], ["nginx", "-t"], ["nginx", "-s", "reload"], null);

    [Theory]
    [InlineData(100, 0, null)]
    [InlineData(0, 100, null)]
    [InlineData(75, 25, null)]
    [InlineData(1, 99, "beta.1")]
    [InlineData(100, 0, "beta")]
    [InlineData(0, 7, null)]
    public void Text_IsReadBack(int blue, int green, string? tag)
    {
        var weights = new Weights(blue, green, tag is null ? null : new GrayTag(tag, Slot.Green));
        var text = IncludeText.Of(s_plan, weights);
        Assert.Equal(new IncludeContent(weights, false, false), IncludeContent.Of(s_plan, text));
        Assert.Equal(text, IncludeText.Of(s_plan, weights));
    }

    [Fact]
    public void Text_OfTheOtherSlot_SaysNothingOfTheIdleOne() => Assert.DoesNotContain("9001", IncludeText.Of(s_plan, Weights.AllTo(Slot.Green)), StringComparison.Ordinal);

    [Theory]
    [InlineData("keepalive 64;", "keepalive 128;", true)]
    [InlineData("server 127.0.0.1:9001;", "server 127.0.0.1:9001 down;", false)]
    [InlineData("server 127.0.0.1:9001;", "server 127.0.0.1:9003;", false)]
    [InlineData("server 127.0.0.1:9001;", "server 127.0.0.1:9001; server [::1]:9002;", false)]
    [InlineData("server 127.0.0.1:9001;", "# server 127.0.0.1:9001;", false)]
    [InlineData("upstream shop", "upstream store", false)]
    public void Text_ChangedByHand_SaysWhatItsServersSayOrNothing(string was, string now, bool blue)
        => Assert.Equal(new IncludeContent(blue ? s_blue : null, true, false), IncludeContent.Of(s_plan, IncludeText.Of(s_plan, s_blue).Replace(was, now, StringComparison.Ordinal)));

    [Fact]
    public void Text_WhoseCommentAloneWasChanged_IsByHandAndItsServersCount()
        => Assert.Equal(new IncludeContent(s_blue, true, false), IncludeContent.Of(s_plan, IncludeText.Of(s_plan, s_blue).Replace("blue=100 green=0", "blue=0 green=100", StringComparison.Ordinal)));

    [Fact]
    public void Text_ForOtherAddresses_SaysNothing()
        => Assert.Equal(new IncludeContent(null, false, true), IncludeContent.Of(s_plan with { Blue = new Uri("http://127.0.0.1:9005") }, IncludeText.Of(s_plan, s_blue)));

    [Fact]
    public void Shares_OfANameForASlot_AreRefusedInWords()
    {
        var plan = s_plan with { Green = new Uri("http://green.example:9002") };
        Assert.Contains("green is at green.example", IncludeText.WhatIsWrong(plan, new Weights(50, 50)), StringComparison.Ordinal);
        Assert.Null(IncludeText.WhatIsWrong(plan, Weights.AllTo(Slot.Green)));
        Assert.Contains("Both weights are 0", IncludeText.WhatIsWrong(plan, new Weights(0, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Share_ThatRises_MovesNobodyBack()
    {
        foreach (var key in Enumerable.Range(0, 2000).Select(number => $"{number:x32}"))
        {
            var path = new[] { 1, 5, 25, 50, 99 }.Select(green => HashBuckets.Of(key, 100) >= 100 - green).ToList();
            Assert.Equal(path.Order(), path);
        }
    }
}
