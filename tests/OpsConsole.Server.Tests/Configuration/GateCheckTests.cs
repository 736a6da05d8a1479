using static OpsConsole.Server.Tests.Configuration.Shop;

namespace OpsConsole.Server.Tests.Configuration;

public sealed class GateCheckTests
{
    private const string Gates = Key + ":Gates";

    [Fact]
    public void Gates_OfEveryKind_AreRight()
    {
        var check = Check(
        [
            .. Right(),
            ($"{Gates}:backup:Kind", "post"),
            ($"{Gates}:alerts:Kind", "prometheus"), ($"{Gates}:alerts:Url", "http://10.0.0.5:9090/prometheus"), ($"{Gates}:alerts:Query", "count(ALERTS) or vector(0)"), ($"{Gates}:alerts:Max", "0"),
            ($"{Gates}:config:Kind", "http"), ($"{Gates}:config:Url", "https://10.0.0.5/same"), ($"{Gates}:config:Expect", "same"), ($"{Gates}:config:IntervalSeconds", "60"),
            ($"{Gates}:migrations:Kind", "file"), ($"{Gates}:migrations:Path", "/var/backups/*.dump"), ($"{Gates}:migrations:MaxAgeSeconds", "86400"),
            ($"{Gates}:storage:LeastFree", "0.3"),
        ]);
        Assert.Empty(check.Errors);
        var gates = check.Options.Environments["shop"].Gates;
        Assert.Equal((0.3, 0.0, 86_400, 60.0), (gates["storage"].LeastFree, gates["alerts"].Max, gates["migrations"].MaxAgeSeconds, gates["config"].IntervalSeconds));
    }

    [Theory]
    [InlineData("backup:Kind", "magic", "post, file, http, prometheus")]
    [InlineData("backup:Path", "var/dump", "the absolute path of a file")]
    [InlineData("backup:Path", "/var/*/dump", "the absolute path of a file")]
    [InlineData("backup:Path", "/var/backups/", "the absolute path of a file")]
    [InlineData("backup:MaxAgeSeconds", "0", "from 1 to 31536000")]
    [InlineData("backup:IntervalSeconds", "4", "a number from 5 to 60")]
    [InlineData("backup:Url", "http://10.0.0.5", "nothing: a gate of kind file has Kind, Path, MaxAgeSeconds")]
    [InlineData("backup:LeastFree", "0.5", "nothing: a gate of kind file")]
    [InlineData("config:Url", "10.0.0.5", "an absolute http or https address")]
    [InlineData("config:Query", "up", "nothing: a gate of kind http has Kind, Url, Expect")]
    [InlineData("alerts:Min", "2", "at most Max, which is 1")]
    [InlineData("alerts:Max", "much", "a number from")]
    [InlineData("storage:LeastFree", "30", "a number from 0 to 1")]
    [InlineData("storage:Url", "http://10.0.0.5", "nothing: the gate storage has LeastFree")]
    public void Value_ThatIsNotAllowed_IsToldWithWhatIs(string key, string value, string allowed)
    {
        List<(string, string?)> right =
        [
            ($"{Gates}:backup:Kind", "file"), ($"{Gates}:backup:Path", "/var/dump"), ($"{Gates}:backup:MaxAgeSeconds", "60"),
            ($"{Gates}:config:Kind", "http"), ($"{Gates}:config:Url", "http://10.0.0.5"),
            ($"{Gates}:alerts:Kind", "prometheus"), ($"{Gates}:alerts:Url", "http://10.0.0.5"), ($"{Gates}:alerts:Query", "up"), ($"{Gates}:alerts:Max", "1"),
        ];
        var error = Assert.Single(
            Check([.. Right(), .. right.Where(setting => setting.Item1 != $"{Gates}:{key}"), ($"{Gates}:{key}", value)]).Errors, found => found.Key == $"{Gates}:{key}");
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup", "Url", "http://10.0.0.5", "backup:Kind")]
    [InlineData("backup", "Kind", "file", "backup:Path backup:MaxAgeSeconds")]
    [InlineData("backup", "Kind", "http", "backup:Url")]
    [InlineData("backup", "Kind", "prometheus", "backup:Url backup:Query backup:Max")]
    public void Value_ThatIsMissing_IsTold(string gate, string key, string value, string missing)
    {
        var errors = Check([.. Right(), ($"{Gates}:{gate}:{key}", value)]).Errors;
        Assert.Equal(missing.Split(' ').Order().Select(name => $"{Gates}:{name}"), errors.Select(error => error.Key));
        Assert.All(errors, error => Assert.Contains("is missing", error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bakcup", "Did you mean OpsConsole:Environments:shop:Gates:backup?")]
    [InlineData("Backup", "Did you mean OpsConsole:Environments:shop:Gates:backup?")]
    [InlineData("freeze", "is no setting.")]
    public void Gate_ThatNothingFeeds_IsNoSetting(string gate, string says)
    {
        var error = Assert.Single(Check([.. Right(), ($"{Gates}:{gate}:Kind", "post")]).Errors);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
