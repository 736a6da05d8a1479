using OpsConsole.Server.Hosting;

namespace OpsConsole.Server.Tests.Hosting;

public sealed class ExpositionTests
{
    [Fact]
    public void Value_ThatIsNotKnown_HasNoLine()
    {
        var text = new Exposition();
        text.Gauge("a", "Of a.", [new(null, ("of", "x")), new(0, ("of", "y"))]);
        Assert.Equal("# HELP a Of a.\n# TYPE a gauge\na{of=\"y\"} 0\n", text.ToString());
    }

    [Fact]
    public void Text_WithEverySpecialCharacter_IsEscaped()
    {
        var text = new Exposition();
        text.Counter("a_total", "Back\\slash and\nline.", [new(1.5, ("of", "\"a\\b\n\""))]);
        var parsed = MetricsText.Parse(text.ToString());
        Assert.Equal(1.5, parsed.Samples["""a_total{of="\"a\\b\n\""}"""]);
    }

    [Fact]
    public void Number_IsWrittenForMachines()
    {
        var text = new Exposition();
        text.Quantiles("a", "Of a.", [new(0.1, ("quantile", "0.5")), new(1e-9), new(double.PositiveInfinity, ("quantile", "1"))]);
        var parsed = MetricsText.Parse(text.ToString());
        Assert.Equal(("summary", 1e-9, double.PositiveInfinity), (parsed.Types["a"], parsed.Samples["a"], parsed.Samples["a{quantile=\"1\"}"]));
    }
}
