using static OpsConsole.Server.Tests.Configuration.Shop;

namespace OpsConsole.Server.Tests.Configuration;

public sealed class ChecklistCheckTests
{
    private const string Item = Key + ":Checklist:0";

    private static readonly List<(string Key, string? Value)> s_right = [.. Right(), ($"{Item}:Name", "announced"), ($"{Item}:Text", "Support knows")];

    [Fact]
    public void Item_WithItsNameAndText_IsForWhatMovesTraffic()
    {
        var check = Check(s_right);
        Assert.Empty(check.Errors);
        var item = Assert.Single(check.Options.Environments["shop"].Checklist);
        Assert.Equal([Operation.Switch, Operation.Canary, Operation.Upgrade], item.Operations);
        Assert.Equal(3600, item.ValidSeconds);
    }

    [Fact]
    public void Item_WithItsOperations_IsForThose()
        => Assert.Equal([Operation.ReloadConfig], Check([.. s_right, ($"{Item}:Operations:0", "reload-config")]).Options.Environments["shop"].Checklist[0].Operations);

    [Theory]
    [InlineData("Name", "two words", "letters, digits")]
    [InlineData("Text", "\u200b", "1 to 500 characters")]
    [InlineData("ValidSeconds", "0", "from 1 to 604800")]
    [InlineData("Operations:0", "teleport", "switch, rollback, canary")]
    [InlineData("Operations", "switch", "a list")]
    public void Value_ThatIsNotAllowed_IsToldWithWhatIs(string key, string value, string allowed)
    {
        var error = Assert.Single(Check([.. s_right.Where(setting => setting.Key != $"{Item}:{key}"), ($"{Item}:{key}", value)]).Errors);
        Assert.Equal($"{Item}:{key}", error.Key);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name")]
    [InlineData("Text")]
    public void Value_ThatIsMissing_IsTold(string key)
        => Assert.Equal($"{Item}:{key}", Assert.Single(Check(s_right.Where(setting => setting.Key != $"{Item}:{key}")).Errors).Key);

    [Fact]
    public void Rollback_InAnItem_IsTold()
        => Assert.Contains("nothing holds up the way back", Assert.Single(Check([.. s_right, ($"{Item}:Operations:0", "rollback")]).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Name_OfTwoItems_IsTold()
        => Assert.Contains("no other of the list has", Assert.Single(Check([.. s_right, ($"{Key}:Checklist:1:Name", "announced"), ($"{Key}:Checklist:1:Text", "again")]).Errors).Message, StringComparison.Ordinal);
}
