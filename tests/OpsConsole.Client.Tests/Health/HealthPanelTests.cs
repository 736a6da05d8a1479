using Bunit;
using OpsConsole.Client.Health;

namespace OpsConsole.Client.Tests.Health;

public sealed class HealthPanelTests
{
    [Fact]
    public void Component_ThatTellsOfItself_IsShownWithThat()
    {
        using var page = new Page();
        page.Feed.Publish(Situation.Health(
            Situation.Component("database") with { Detail = "primary, standby-1 0.0 s (0.0 MB) behind" },
            Situation.Component("api"),
            Situation.Component("certificate", state: ComponentCondition.Degraded, error: "the certificate of shop.example ends in 10 days") with { Detail = "shop.example, 10 days left" }));
        var panel = page.Show<HealthPanel>(("Environment", Situation.Name));

        var database = panel.Find("[data-test=health-database]");
        Assert.Equal("primary, standby-1 0.0 s (0.0 MB) behind, 3.2 ms", database.QuerySelector(".how")!.TextContent);
        Assert.Equal("primary, standby-1 0.0 s (0.0 MB) behind", database.GetAttribute("title"));
        Assert.Equal("3.2 ms", panel.Find("[data-test=health-api] .how").TextContent);
        var certificate = panel.Find("[data-test=health-certificate]");
        Assert.StartsWith("the certificate of shop.example ends in 10 days, since ", certificate.QuerySelector(".how")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("degraded", "the certificate of shop.example ends in 10 days"), (certificate.GetAttribute("data-value"), certificate.GetAttribute("title")));
    }
}
