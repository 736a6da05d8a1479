using Bunit;
using OpsConsole.Client.Runs;

namespace OpsConsole.Client.Tests.Runs;

public sealed class WatchListTests
{
    [Theory]
    [InlineData("failed-probes", 1.0, 3.0, "Failed probes in a row", "1 of 3")]
    [InlineData("error-ratio", 0.02, 0.5, "Errors", "2.00 % of 50 %")]
    [InlineData("error-ratio", null, 0.5, "Errors", "– of 50 %")]
    [InlineData("p95", 184.0, 330.0, "p95", "184 ms of 330 ms")]
    [InlineData("smoke", 0.0, 3.0, "Failed smoke tests", "0 of 3")]
    [InlineData("cpu", 0.41, null, "CPU", "41 %, no limit")]
    [InlineData("memory", 61_400_000.0, 92_000_000.0, "Memory", "61 MB of 92 MB")]
    [InlineData("breaker", 1.0, 3.0, "Breaker openings", "1 of 3")]
    [InlineData("moon", null, null, "moon", "–, no limit")]
    public void Rule_IsShownInItsUnitWithItsLimit(string name, double? value, double? limit, string said, string figure)
    {
        using var page = new Page();
        var list = page.Show<WatchList>(("Rules", new[] { new WatchRule(name, value, limit, "why it is so") }));
        var row = list.Find($"[data-test=watch-{name}]");
        Assert.Equal(said, row.FirstElementChild!.TextContent);
        Assert.Equal(figure, row.QuerySelector(".figure")!.TextContent);
        Assert.Equal("why it is so", row.QuerySelector(".evidence")!.TextContent);
        Assert.Equal(value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? "", row.GetAttribute("data-value"));
    }
}
