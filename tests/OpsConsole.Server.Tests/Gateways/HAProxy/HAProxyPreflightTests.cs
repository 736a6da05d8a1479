using OpsConsole.Server.Gateways.HAProxy;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gateways.HAProxy;

/// <summary>What would get in the way of a switch is found in what a real HAProxy says, and in the configuration that it runs with.</summary>
public sealed class HAProxyPreflightTests
{
    private const string Tags = "http-request del-header X-Gray-Tag\n    use-server b if { req.hdr(X-Gray-Tag),map({map}) b }";

    [Fact]
    public async Task Configuration_AsItShouldBe_HasNothingToTell()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        Assert.Empty(await trial.Gateway.CheckAsync(default));
        await using var tagged = await HAProxyTrial.StartAsync(new TrialWish(Tags, Map: true, Load: "global"));
        Assert.Empty(await tagged.Gateway.CheckAsync(default));
    }

    [Theory]
    [InlineData("balance source", "", "whose shares are fixed", "hash-type consistent")]
    [InlineData("balance static-rr", "", "whose shares are fixed", "balance roundrobin")]
    [InlineData("balance leastconn", "", "goes by open connections", "balance roundrobin")]
    [InlineData("cookie SRV insert\n    option redispatch", "cookie {name}", "The cookie SRV keeps its callers on the old slot", "if { srv_uweight(shop/b) eq 0 }")]
    [InlineData("stick-table type ip size 1k\n    stick on src", "", "A stick table keeps its callers", "clear table shop")]
    [InlineData("timeout server 30s", "", "silent for 30 s is cut", "timeout server 1h")]
    [InlineData("server third 127.0.0.1:1 check", "", "Server third of backend shop is no slot's", "Only the servers b and g")]
    public async Task Trap_IsFoundWithTheLineToWrite(string within, string more, string what, string line)
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(within, More: more));
        var finding = Assert.Single(await trial.Gateway.CheckAsync(default));
        Assert.Contains(what, finding.What, StringComparison.Ordinal);
        Assert.Contains(line, finding.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Servers_ThatAreNotCheckedOrBackups_AreFound()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(More: "no-check backup"));
        var findings = await trial.Gateway.CheckAsync(default);
        Assert.Equal(4, findings.Count);
        Assert.Equal(2, findings.Count(finding => finding.What.Contains("does not check", StringComparison.Ordinal)));
        Assert.Equal(2, findings.Count(finding => finding.What.Contains("is a backup", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("global")]
    public async Task StateFile_ThatIsNotTheOneThatIsLoaded_IsFound(string? load)
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(Load: load));
        trial.NewConsole(trial.Plan with { StateFile = trial.Plan.StateFile + "2" });
        var finding = Assert.Single(await trial.Gateway.CheckAsync(default));
        Assert.Contains("would forget the last switch", finding.What, StringComparison.Ordinal);
        Assert.Contains($"server-state-file-name {trial.Plan.StateFile}", finding.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_AndTag_ThatTheConfigurationDoesNotServe_AreFound()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(Tags, Map: true));
        var now = HAProxyNow.Of(trial.Plan, await trial.TellAsync([.. HAProxyNow.Questions(trial.Plan)]));
        var text = await File.ReadAllTextAsync(trial.ConfigFile);
        string[] FindingsOf(string without) => [.. ConfigPreflight.Of(trial.Plan, now, new HAProxyConfig(HAProxyConfig.Sections(text.Replace(without, "# ", StringComparison.Ordinal)), null)).Select(finding => finding.Line)];
        Assert.Empty(FindingsOf("nothing"));
        Assert.Contains("http-response set-header X-Served-By green if { srv_name g } !{ res.hdr(X-Served-By) -m found }", Assert.Single(FindingsOf("http-response")), StringComparison.Ordinal);
        Assert.Contains("http-request del-header X-Gray-Tag unless", Assert.Single(FindingsOf("http-request del-header")), StringComparison.Ordinal);
        Assert.Contains($"use-server b if {{ req.hdr(X-Gray-Tag),map({trial.Plan.Map}) b }}", Assert.Single(FindingsOf("use-server")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_ThatCannotBeLookedAt_IsAFindingToo()
    {
        await using var trial = await HAProxyTrial.StartAsync();
        File.Move(trial.ConfigFile, trial.ConfigFile + ".away");
        Assert.Contains("cannot be looked at", Assert.Single(await trial.Gateway.CheckAsync(default)).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Example_OfTheDocs_IsTakenByHAProxyAndHasNothingToTell()
    {
        await using var trial = await HAProxyTrial.StartAsync(new TrialWish(Map: true, Within: Tags));
        var docs = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "haproxy.md"));
        var example = docs.Split("```haproxy\n")[1].Split("```")[0];
        foreach (var (shown, real) in new[]
        {
            ("/run/haproxy/admin.sock", trial.Plan.Socket), (":8080", $"127.0.0.1:{trial.Plan.FrontDoor.Port}"), ("/var/lib/haproxy/shop.state", trial.Plan.StateFile), ("/var/lib/haproxy/shop.tags", trial.Plan.Map!),
            ("127.0.0.1:9001", trial.Plan.ServerAddress(Slot.Blue)), ("127.0.0.1:9002", trial.Plan.ServerAddress(Slot.Green)), ("10.0.0.0/8", "127.0.0.0/8"),
        })
        {
            Assert.Contains(shown, example, StringComparison.Ordinal);
            example = example.Replace(shown, real, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(trial.ConfigFile, example);
        await trial.KillAsync();
        await trial.BootAsync();
        Assert.Empty(await trial.Gateway.CheckAsync(default));
        await trial.Gateway.SetWeightsAsync(Weights.AllTo(Slot.Blue) with { Tag = new GrayTag("beta", Slot.Green) }, default);
        // A tag counts for more than the cookie that the caller has, and leaves that as it is.
        Assert.Equal(("green", null), await trial.AskAsync(tag: "beta", cookie: "SRV=b"));
        Assert.Equal(("blue", "SRV=b"), await trial.AskAsync(cookie: "SRV=g"));
    }
}
