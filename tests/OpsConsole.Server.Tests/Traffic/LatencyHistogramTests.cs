using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Tests.Traffic;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentile_Empty_IsNull() => Assert.Null(new LatencyHistogram().Percentile(0.5));

    [Theory]
    [InlineData(0.06)]
    [InlineData(1.0)]
    [InlineData(3.7)]
    [InlineData(250.0)]
    [InlineData(59_000.0)]
    public void Percentile_OneDuration_IsWithinTwoAndAHalfPercent(double milliseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Add(milliseconds);
        var read = histogram.Percentile(0.95)!.Value;
        Assert.InRange(read / milliseconds, 1 / 1.0255, 1.0255);
    }

    [Theory]
    [InlineData(0.50, 500)]
    [InlineData(0.95, 950)]
    [InlineData(0.99, 990)]
    [InlineData(1.00, 1000)]
    public void Percentile_OneToAThousand_IsTheShareOfThem(double share, double expected)
    {
        var histogram = new LatencyHistogram();
        for (var milliseconds = 1; milliseconds <= 1000; milliseconds++)
        {
            histogram.Add(milliseconds);
        }

        Assert.InRange(histogram.Percentile(share)!.Value / expected, 0.97, 1.03);
    }

    [Fact]
    public void Add_WhatCannotBe_StaysWithinTheCells()
    {
        var histogram = new LatencyHistogram();
        foreach (var milliseconds in new[] { 0, -1, 1e12, double.MaxValue })
        {
            histogram.Add(milliseconds);
        }

        Assert.Equal(4, histogram.Count);
        Assert.Equal(0.05, histogram.Percentile(0.5));
    }

    [Fact]
    public void Add_OfTwoHistograms_IsAsIfAllHadBeenInOne()
    {
        var (one, other, all) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        for (var milliseconds = 1; milliseconds <= 200; milliseconds++)
        {
            (milliseconds % 3 == 0 ? one : other).Add(milliseconds);
            all.Add(milliseconds);
        }

        one.Add(other);
        Assert.Equal(all.Sparse, one.Sparse);
        Assert.Equal(all.Count, one.Count);
    }

    [Fact]
    public void FromSparse_CellsOfAnotherProgram_TakesOnlyWhatCanBe()
    {
        var histogram = LatencyHistogram.FromSparse(new Dictionary<int, int> { [-1] = 5, [3] = 2, [4] = -7, [288] = 1, [287] = 1 });
        Assert.Equal(3, histogram.Count);
        Assert.Equal([3, 287], histogram.Sparse.Keys.Order());
    }
}
