using System.Text;
using Microsoft.Extensions.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Health;
using OpsConsole.Support;
using static OpsConsole.Server.Tests.Configuration.Shop;

namespace OpsConsole.Server.Tests.Configuration;

public sealed class ProbeCheckTests
{
    private const string Probe = $"{Key}:Probes:0";

    private static readonly Dictionary<string, (string Key, string? Value)[]> s_right = new(StringComparer.Ordinal)
    {
        ["http"] = [("Url", "http://127.0.0.1:6333/readyz"), ("Expect", "all shards are ready")],
        ["tcp"] = [("Url", "tcp://10.0.0.5:5432")],
        ["nginx"] = [("Url", "http://127.0.0.1:8090/nginx_status")],
        ["tls"] = [("Url", "tls://10.0.0.5:443"), ("CaFile", "/etc/ssl/shop.pem"), ("ServerName", "shop.example"), ("WarnDays", "30")],
        ["storage"] = [("Path", "/var/lib/shop"), ("LeastFree", "0.2")],
        ["redis"] = [("Url", "redis://ops@[fd00::5]:6379"), ("PasswordVariable", "SHOP_REDIS_PASSWORD"), ("Role", "replica")],
        ["postgres"] = [("Url", "postgres://ops%40shop@10.0.0.5:5432/shop"), ("PasswordFile", "/run/secrets/db"), ("Role", "standby"), ("MostLagSeconds", "5"), ("LeastStandbys", "1"), ("CaFile", "/etc/ssl/db.pem")],
    };

    public static TheoryData<string> Kinds => [.. s_right.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kind_WithAllThatItHas_IsRight(string kind)
    {
        var check = Of(kind, s_right[kind]);
        Assert.Empty(check.Errors);
        Assert.Equal(kind, check.Options.Environments["shop"].Probes[0].Kind);
    }

    [Fact]
    public void EveryKind_BecomesAProbeOfThatKind()
    {
        var options = Check(
        [
            .. Right(),
            .. s_right.SelectMany((kind, index) => kind.Value.Append(("Kind", kind.Key)).Append(("Name", kind.Key)).Select(setting => ($"{Key}:Probes:{index}:{setting.Item1}", setting.Item2))),
        ]).Options.Environments["shop"];
        var environment = new ManagedEnvironment("shop", false, options, null, null!, null);
        var probes = Probes.Of(environment, TimeProvider.System);
        Assert.Equal(s_right.Keys, probes.Select(probe => probe.Kind));
    }

    [Theory]
    [InlineData("postgres", "Url", "postgres://10.0.0.5:5432/shop", "postgres://user@host:port/database")]
    [InlineData("postgres", "Url", "postgres://ops@10.0.0.5/shop", "postgres://user@host:port/database")]
    [InlineData("postgres", "Url", "postgres://ops@10.0.0.5:5432", "postgres://user@host:port/database")]
    [InlineData("postgres", "Url", "postgres://ops@10.0.0.5:5432/shop?sslmode=disable", "postgres://user@host:port/database")]
    [InlineData("postgres", "Url", "http://10.0.0.5:5432/shop", "postgres://user@host:port/database")]
    [InlineData("postgres", "Role", "master", "primary, standby")]
    [InlineData("postgres", "MostLagSeconds", "0", "a number from 0.1 to 86400")]
    [InlineData("postgres", "LeastStandbys", "-1", "a whole number from 0 to 100")]
    [InlineData("postgres", "CaFile", "db.pem", "an absolute path")]
    [InlineData("postgres", "WarnDays", "3", "nothing: a probe of kind postgres has Url, PasswordFile")]
    [InlineData("redis", "Url", "redis://10.0.0.5", "redis://host:port")]
    [InlineData("redis", "Url", "redis://10.0.0.5:6379/2", "redis://host:port")]
    [InlineData("redis", "Role", "standby", "master, replica")]
    [InlineData("redis", "Role", "sentinel", "primary, standby, master, replica")]
    [InlineData("redis", "PasswordFile", "redis.password", "an absolute path")]
    [InlineData("redis", "LeastStandbys", "1", "nothing: a probe of kind redis has Url")]
    [InlineData("tls", "Url", "https://10.0.0.5", "tls://host:port")]
    [InlineData("tls", "Url", "tls://ops@10.0.0.5:443", "tls://host:port")]
    [InlineData("tls", "WarnDays", "4000", "a whole number from 0 to 3650")]
    [InlineData("tls", "ServerName", "shop example", "a host name or an IP address")]
    [InlineData("tls", "Path", "/", "nothing: a probe of kind tls has Url, CaFile, ServerName, WarnDays")]
    [InlineData("storage", "Path", "uploads", "an absolute path")]
    [InlineData("storage", "LeastFree", "30", "a number from 0 to 1")]
    [InlineData("storage", "Url", "file:///var/lib", "nothing: a probe of kind storage has Path, LeastFree")]
    [InlineData("nginx", "Url", "10.0.0.5:8090", "such as http://127.0.0.1:8090/nginx_status")]
    [InlineData("nginx", "Expect", "active", "nothing: a probe of kind nginx has Url")]
    [InlineData("http", "Expect", " ", "a text that the answer has to contain")]
    [InlineData("tcp", "PasswordFile", "/run/secrets/db", "nothing: a probe of kind tcp has Url")]
    [InlineData("tcp", "Kind", "icmp", "http, tcp, postgres, redis, tls, storage, nginx")]
    public void Value_ThatIsNotAllowed_IsToldWithWhatIs(string kind, string key, string value, string allowed)
    {
        var error = Assert.Single(Of(kind, [.. s_right[kind].Where(setting => setting.Key != key), (key, value)]).Errors, found => found.Key == $"{Probe}:{key}");
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres", "Url", "postgres://ops:hunter2@10.0.0.5:5432/shop")]
    [InlineData("postgres", "Url", "postgres://ops:hunt@er2@10.0.0.5:5432/shop?x")]
    [InlineData("redis", "Url", "redis://:hunter2@10.0.0.5:6379")]
    [InlineData("http", "Url", "http://x:hunter2@10.0.0.5:9000/minio/health/live")]
    [InlineData("storage", "Url", "postgres://ops:hunter2@10.0.0.5:5432/shop")]
    [InlineData("redis", "PasswordVariable", "hunter2 is it")]
    public void Password_InTheSettings_IsRefusedAndNotShown(string kind, string key, string value)
    {
        var error = Assert.Single(Of(kind, [.. s_right[kind].Where(setting => setting.Key != key), (key, value)]).Errors);
        Assert.Equal($"{Probe}:{key}", error.Key);
        Assert.DoesNotContain("hunt", $"{error.Message} {error.Value}", StringComparison.Ordinal);
        Assert.Contains("(not shown)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Password_OfTwoPlaces_IsRefused()
        => Assert.Equal($"{Probe}:PasswordVariable", Assert.Single(Of("postgres", [.. s_right["postgres"], ("PasswordVariable", "SHOP_DB")]).Errors).Key);

    [Theory]
    [InlineData("postgres", "Url")]
    [InlineData("redis", "Url")]
    [InlineData("tls", "Url")]
    [InlineData("nginx", "Url")]
    [InlineData("storage", "Path")]
    public void Place_ThatIsNotNamed_IsMissed(string kind, string key)
        => Assert.StartsWith($"{Probe}:{key} is missing. Allowed: ", Assert.Single(Of(kind, [.. s_right[kind].Where(setting => setting.Key != key)]).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void EverythingWrong_IsToldAtOnce()
        => Assert.Equal(
            ["CaFile", "LeastFree", "MostLagSeconds", "Name", "PasswordFile", "Role", "Url"],
            Of("postgres", [("Name", "a b"), ("Url", "here"), ("CaFile", "x"), ("PasswordFile", "x"), ("Role", "replica"), ("LeastFree", "0.5"), ("MostLagSeconds", "long")]).Errors.Select(error => error.Key[(Probe.Length + 1)..]));

    [Fact]
    public void Example_OfTheDocs_IsRight()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "health.md"));
        var example = text[(text.LastIndexOf("```jsonc", StringComparison.Ordinal) + "```jsonc".Length)..text.LastIndexOf("```", StringComparison.Ordinal)];
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($"{{ {example} }}"));
        var probes = new ConfigurationBuilder().AddJsonStream(json).Build().AsEnumerable().Where(setting => setting.Value is not null);
        var check = Check([.. Right(), .. probes.Select(setting => ($"{Key}:{setting.Key}", setting.Value))]);
        Assert.Empty(check.Errors);
        Assert.Superset(new HashSet<string>(["http", "tcp", "postgres", "redis", "nginx", "tls", "storage"], StringComparer.Ordinal), check.Options.Environments["shop"].Probes.Select(probe => probe.Kind).ToHashSet(StringComparer.Ordinal));
    }

    private static Server.Configuration.SettingsCheck Of(string kind, params IReadOnlyList<(string Key, string? Value)> settings)
    {
        var own = settings.Any(setting => setting.Key == "Name") ? settings : [("Name", "part"), .. settings];
        own = own.Any(setting => setting.Key == "Kind") ? own : [("Kind", kind), .. own];
        return Check([.. Right(), .. own.Select(setting => ($"{Probe}:{setting.Key}", setting.Value))]);
    }
}
