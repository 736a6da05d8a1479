using OpsConsole.Server.Gateways.Nginx;

namespace OpsConsole.Server.Tests.Gateways.Nginx;

/// <summary>What would get in the way of a switch is found in what a real nginx shows of itself.</summary>
public sealed class NginxPreflightTests
{
    [Fact]
    public async Task Configuration_AsItShouldBe_HasButTheBufferToTell()
    {
        await using var trial = await NginxTrial.StartAsync();
        Assert.Contains("proxy_buffer_size", Assert.Single(await FindAsync(trial)).What, StringComparison.Ordinal);
        await File.WriteAllTextAsync(trial.OtherFile, "proxy_buffering off;");
        Assert.Empty(await FindAsync(trial));
    }

    [Theory]
    [InlineData("upstream shop { server 127.0.0.1:1; }", "defined twice", "Remove the one outside")]
    [InlineData("add_header X-Mine 1;", "add_header of its own", "add_header X-Served-By $opsconsole_shop_served_by always;")]
    [InlineData("server { listen 127.0.0.1:1; location / { proxy_pass http://{blue}/x; } }", "straight to blue", "proxy_pass http://shop;")]
    [InlineData("broken", "does not show its configuration", "-T")]
    public async Task Trap_IsFoundWithTheLineToWrite(string text, string what, string line)
    {
        await using var trial = await NginxTrial.StartAsync();
        await File.WriteAllTextAsync(trial.OtherFile, "proxy_buffering off;" + text.Replace("{blue}", trial.Plan.ServerOf(Slot.Blue), StringComparison.Ordinal));
        var finding = Assert.Single(await FindAsync(trial));
        Assert.Contains(what, finding.What, StringComparison.Ordinal);
        Assert.Contains(line, finding.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Include_ThatIsNotIncluded_AndAnUpstreamThatNobodyUses_AreFound()
    {
        await using var trial = await NginxTrial.StartAsync();
        var dump = (await trial.RunAsync(MasterFinder.Dump(trial.Plan.Test))).Output;
        var findings = NginxPreflight.Of(trial.Plan with { IncludeFile = "/etc/nginx/store.conf", Upstream = "store" }, dump);
        Assert.Contains(findings, finding => finding.Line == "Within http: include /etc/nginx/store.conf;");
        Assert.Contains(findings, finding => finding.What.Contains("upstream store", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tag_ThatWouldBeHandedOn_IsFound()
    {
        await using var trial = await NginxTrial.StartAsync(false, "10.0.0.0/8");
        var dump = (await trial.RunAsync(MasterFinder.Dump(trial.Plan.Test))).Output;
        Assert.DoesNotContain(NginxPreflight.Of(trial.Plan, dump), finding => finding.What.Contains("X-Gray-Tag", StringComparison.Ordinal));
        var without = dump.Replace("proxy_set_header X-Gray-Tag", "# ", StringComparison.Ordinal);
        Assert.Contains(NginxPreflight.Of(trial.Plan, without), finding => finding.Line.EndsWith("proxy_set_header X-Gray-Tag $opsconsole_shop_gray_tag;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_ThatWouldBeCutByItsSilence_IsFound()
    {
        await using var trial = await NginxTrial.StartAsync();
        var dump = (await trial.RunAsync(MasterFinder.Dump(trial.Plan.Test))).Output.Replace("proxy_read_timeout 1h;", "", StringComparison.Ordinal);
        Assert.Contains(NginxPreflight.Of(trial.Plan, dump), finding => finding.Line.Contains("proxy_read_timeout 3600s;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Surroundings_ANameThatDoesNotResolve_AndAFolderThatCannotBeWritten_AreFound()
    {
        await using var trial = await NginxTrial.StartAsync();
        Task<IReadOnlyList<GatewayFinding>> LookAsync(NginxPlan plan) => NginxSurroundings.OfAsync(plan, TimeProvider.System, default);
        Assert.Empty(await LookAsync(trial.Plan));
        var findings = await LookAsync(trial.Plan with { Green = new Uri("http://green.invalid:9002"), IncludeFile = "/proc/shop.conf" });
        Assert.Equal(2, findings.Count);
        Assert.Contains("The name green.invalid of green does not resolve", findings[0].What, StringComparison.Ordinal);
        Assert.Contains("/proc cannot be written", findings[1].What, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<GatewayFinding>> FindAsync(NginxTrial trial)
        => NginxPreflight.Of(trial.Plan, (await trial.RunAsync(MasterFinder.Dump(trial.Plan.Test))).Output);
}
