using OpsConsole.Server.Hosting;
using OpsConsole.Server.Runs;

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
    public void Histogram_HoldsWhatIsBelowEachBound()
    {
        var took = new SecondsHistogram(0.5, 2);
        foreach (var seconds in new[] { 0.5, 1, 9 })
        {
            took.Add(seconds);
        }

        var text = new Exposition();
        text.Histogram("a_seconds", "Of a.", [(took.Read(), [("of", "x")])]);
        Assert.Equal(
            """
            # HELP a_seconds Of a.
            # TYPE a_seconds histogram
            a_seconds_bucket{of="x",le="0.5"} 1
            a_seconds_bucket{of="x",le="2"} 2
            a_seconds_bucket{of="x",le="+Inf"} 3
            a_seconds_sum{of="x"} 10.5
            a_seconds_count{of="x"} 3

            """,
            text.ToString());
        Assert.Equal("histogram", MetricsText.Parse(text.ToString()).Types["a_seconds"]);
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
