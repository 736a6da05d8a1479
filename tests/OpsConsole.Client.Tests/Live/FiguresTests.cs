using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Client.Live;

namespace OpsConsole.Client.Tests.Live;

public sealed class FiguresTests
{
    private static readonly Figures s_figures = new ServiceCollection().AddLogging().AddClient().BuildServiceProvider().GetRequiredService<Figures>();

    [Theory]
    [InlineData(0.0, "0 ms")]
    [InlineData(0.0421, "42 ms")]
    [InlineData(0.42, "0.4 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(60.0, "1 min")]
    [InlineData(372.0, "6 min 12 s")]
    [InlineData(3600.0, "1 h")]
    [InlineData(11_100.0, "3 h 5 min")]
    [InlineData(180_000.0, "2 d 2 h")]
    public void Span_HasTwoUnitsAtMost(double seconds, string expected) => Assert.Equal(expected, s_figures.Span(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.3, "just now")]
    [InlineData(3.0, "3 s ago")]
    [InlineData(180.0, "3 min ago")]
    [InlineData(90_000.0, "25 h ago")]
    [InlineData(500_000.0, "5 d ago")]
    public void Ago_HasOneUnit(double seconds, string expected) => Assert.Equal(expected, s_figures.Ago(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(45.0, "+45.0 s")]
    [InlineData(-0.062, "−62 ms")]
    [InlineData(0.0004, "+0.4 ms")]
    [InlineData(0.0, "0 ms")]
    public void Offset_AheadIsPlus(double seconds, string expected) => Assert.Equal(expected, s_figures.WithSign(seconds));

    [Fact]
    public void Unknown_IsADash()
    {
        Assert.Equal("–", s_figures.Rate(null));
        Assert.Equal("–", s_figures.Percent(null));
        Assert.Equal("–", s_figures.Milliseconds(null));
        Assert.Equal("–", s_figures.Span((double?)null));
    }

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.0002, "0.02")]
    [InlineData(0.61, "61")]
    public void Percent_IsFineWhereItIsSmall(double ratio, string expected) => Assert.Equal(expected, s_figures.Percent(ratio));

    [Fact]
    public void Instant_IsInUtcToTheMillisecond()
        => Assert.Equal("2026-03-14 09:26:53.589 UTC", s_figures.Exact(Situation.Now.ToOffset(TimeSpan.FromHours(8))));
}
