using OpsConsole.Server.Configuration;
using static OpsConsole.Server.Tests.Configuration.Shop;

namespace OpsConsole.Server.Tests.Configuration;

public sealed class ScheduleCheckTests
{
    private static readonly List<(string Key, string? Value)> s_right =
    [
        .. Right(),
        ($"{Key}:Windows:0:Days:0", "Sat"), ($"{Key}:Windows:0:Days:1", "sun"), ($"{Key}:Windows:0:From", "22:00"), ($"{Key}:Windows:0:To", "05:00"), ($"{Key}:Windows:0:TimeZone", "Europe/Berlin"),
        ($"{Key}:Jobs:0:Name", "weekly report"), ($"{Key}:Jobs:0:Days:0", "Wed"), ($"{Key}:Jobs:0:At", "20:00"), ($"{Key}:Jobs:0:Minutes", "45"),
    ];

    [Fact]
    public void WindowsAndJobs_AsTheyShouldBe_AreRight()
    {
        var check = Check(s_right);
        Assert.Empty(check.Errors);
        var shop = check.Options.Environments["shop"];
        Assert.Equal([Weekday.Sat, Weekday.Sun], shop.Windows[0].Days);
        Assert.Equal(("UTC", 45), (shop.Jobs[0].TimeZone, shop.Jobs[0].Minutes));
    }

    [Theory]
    [InlineData("Windows:0:Days:1", "Saturday", "mon, tue, wed, thu, fri, sat, sun")]
    [InlineData("Windows:0:From", "24:00", "a time of the day from 00:00 to 23:59")]
    [InlineData("Windows:0:To", "5:00", "a time of the day")]
    [InlineData("Windows:0:TimeZone", "Berlin", "such as Europe/Berlin")]
    [InlineData("Jobs:0:At", "noon", "a time of the day")]
    [InlineData("Jobs:0:Minutes", "1441", "from 1 to 1440")]
    [InlineData("Jobs:0:Name", " ", "1 to 100 characters")]
    public void Value_ThatIsNotAllowed_IsToldWithWhatIs(string key, string value, string allowed)
    {
        var error = Assert.Single(Check([.. s_right.Where(setting => setting.Key != $"{Key}:{key}"), ($"{Key}:{key}", value)]).Errors);
        Assert.Equal($"{Key}:{key}", error.Key);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Windows:0:From")]
    [InlineData("Windows:0:To")]
    [InlineData("Jobs:0:Name")]
    [InlineData("Jobs:0:At")]
    public void Value_ThatIsMissing_IsTold(string key)
        => Assert.Equal($"{Key}:{key}", Assert.Single(Check(s_right.Where(setting => setting.Key != $"{Key}:{key}")).Errors).Key);

    [Fact]
    public void Days_Missing_AreTold()
        => Assert.Equal($"{Key}:Jobs:0:Days", Assert.Single(Check(s_right.Where(setting => !setting.Key.StartsWith($"{Key}:Jobs:0:Days", StringComparison.Ordinal))).Errors).Key);

    [Fact]
    public void Name_OfTwoJobs_IsTold()
    {
        List<(string, string?)> second = [($"{Key}:Jobs:1:Name", "weekly report"), ($"{Key}:Jobs:1:Days:0", "Thu"), ($"{Key}:Jobs:1:At", "20:00")];
        Assert.Contains("no other of the list has", Assert.Single(Check([.. s_right, .. second]).Errors).Message, StringComparison.Ordinal);
    }
}
