using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Hosting;
using OpsConsole.Server.Slots;

namespace OpsConsole.Server.Tests.Hosting;

public sealed class BannerTests
{
    private const string Url = "http://127.0.0.1:5080";

    [Fact]
    public void FirstStart_SaysWhereAndHow()
    {
        var lines = Banner.Lines(Url, [Shop], "/sign-in?code=abc", [], new ReadyState(true, [])).ToList();
        Assert.Equal([$"OpsConsole {HealthEndpoints.Version} is ready at {Url}", "  Environment shop", $"  First sign-in, within 24 hours: {Url}/sign-in?code=abc"], lines);
    }

    [Fact]
    public void Start_NotReady_SaysWhyNot()
    {
        var lines = Banner.Lines(Url, [Shop], null, ["shop"], new ReadyState(false, ["The gateway of shop cannot be read."])).ToList();
        Assert.Contains("  Not ready yet: The gateway of shop cannot be read.", lines);
        Assert.Contains(lines, line => line.Contains("Another console acts on shop", StringComparison.Ordinal));
        Assert.Equal($"  Sign in: {Url}/sign-in", lines[^1]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("http://*:5080", "http://localhost:5080")]
    [InlineData("https://0.0.0.0:443;http://127.0.0.1:1", "https://localhost:443")]
    [InlineData("http://[::]:5080", "http://localhost:5080")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080")]
    public void Url_CanBeOpened(string urls, string openable) => Assert.Equal(openable, Banner.Openable(urls));

    private static ManagedEnvironment Shop => new("shop", false, new EnvironmentOptions(), null, new ExternalSlots(new Uri("http://127.0.0.1:9001"), new Uri("http://127.0.0.1:9002")), null);
}
