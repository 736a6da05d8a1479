using static OpsConsole.Server.Tests.Configuration.Shop;

namespace OpsConsole.Server.Tests.Configuration;

public sealed class ClassRuleCheckTests
{
    private const string Rules = Key + ":ClassRules";

    [Fact]
    public void Rules_NotSet_AreWhatEachClassMeans()
    {
        var shop = Check([.. Right(), ($"{Key}:BakeSeconds", "120"), ($"{Key}:Classes:Switch", "large")]).Options.Environments["shop"];
        var large = shop.RuleOf(Operation.Switch);
        Assert.Equal((120, 30), (large.BakeSeconds, large.WindowMinutes));
        Assert.Equal(["target-healthy", "undo-ready"], large.Requires);
        Assert.Equal(["window"], shop.RuleOf(Operation.Restart).Spares);
        Assert.Equal((10, 0, 0), (shop.RuleOf(Operation.Upgrade).WindowMinutes, shop.RuleOf(Operation.Upgrade).Spares.Count, shop.RuleOf(Operation.Upgrade).Requires.Count));
    }

    [Fact]
    public void Rules_OfOneClass_LeaveTheRestOfItAsItIs()
    {
        var check = Check([.. Right(), ($"{Rules}:Small:BakeSeconds", "5"), ($"{Rules}:Large:Requires:0", "backup"), ($"{Rules}:Medium:Spares:0", "cpu"), ($"{Rules}:Medium:WindowMinutes", "0")]);
        Assert.Empty(check.Errors);
        var shop = check.Options.Environments["shop"];
        Assert.Equal((5, "window"), (shop.RuleOf(Operation.ReloadConfig).BakeSeconds, Assert.Single(shop.RuleOf(Operation.ReloadConfig).Spares)));
        Assert.Equal((600, 0, "cpu"), (shop.RuleOf(Operation.Switch).BakeSeconds, shop.RuleOf(Operation.Switch).WindowMinutes, Assert.Single(shop.RuleOf(Operation.Switch).Spares)));
        Assert.Equal(["backup"], shop.ClassRules.Of(ChangeClass.Large, 0).Requires);
    }

    [Theory]
    [InlineData("Small:Spares:0", "bakcup", "clocks, undo-ready, backup")]
    [InlineData("Small:Spares:0", "freeze", "clocks, undo-ready, backup")]
    [InlineData("Large:Spares:0", "target-healthy", "clocks, undo-ready, backup")]
    [InlineData("Large:Requires:0", "sun", "clocks, target-healthy, undo-ready")]
    [InlineData("Medium:BakeSeconds", "86401", "a whole number from 0 to 86400")]
    [InlineData("Medium:WindowMinutes", "-1", "a whole number from 0 to 1440")]
    public void Rule_ThatIsNotAllowed_IsToldWithWhatIs(string key, string value, string allowed)
    {
        var error = Assert.Single(Check([.. Right(), ($"{Rules}:{key}", value)]).Errors);
        Assert.Equal(($"{Rules}:{key}", value), (error.Key, error.Value));
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Large:Spares", "undo-ready", "a gate that Requires does not name")]
    [InlineData("Small:Requires", "window", "a gate that Spares does not name")]
    public void Gate_SparedAndRequired_IsAnError(string key, string gate, string allowed)
    {
        var error = Assert.Single(Check([.. Right(), ($"{Rules}:{key}:0", gate)]).Errors);
        Assert.Equal($"{Rules}:{key}", error.Key);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_OfSeveralClasses_AreToldTogether()
        => Assert.Equal(3, Check([.. Right(), ($"{Rules}:Small:Spares:0", "x"), ($"{Rules}:Large:Requires:0", "y"), ($"{Rules}:Medium:Spare", "z")]).Errors.Count);
}
