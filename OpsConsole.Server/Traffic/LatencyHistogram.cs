namespace OpsConsole.Server.Traffic;

/// <summary>
/// Counts of durations in cells that grow by 5 % each, from 0.05 ms up to about a minute: a percentile read from it is
/// wrong by at most 2.5 %. Histograms add up; percentiles do not.
/// </summary>
internal sealed class LatencyHistogram
{
    private const double FirstMs = 0.05;
    private const double Growth = 1.05;
    private const int Cells = 288;

    private static readonly double s_logGrowth = Math.Log(Growth);
    private readonly int[] _counts = new int[Cells];

    /// <summary>How many durations it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The cells that are not empty, by number.</summary>
    public IReadOnlyDictionary<int, int> Sparse
        => _counts.Index().Where(cell => cell.Item > 0).ToDictionary(cell => cell.Index, cell => cell.Item);

    public static LatencyHistogram FromSparse(IReadOnlyDictionary<int, int> cells)
    {
        var histogram = new LatencyHistogram();
        foreach (var (cell, count) in cells)
        {
            if (cell is >= 0 and < Cells && count > 0)
            {
                histogram._counts[cell] += count;
                histogram.Count += count;
            }
        }

        return histogram;
    }

    public void Add(double milliseconds)
    {
        var cell = milliseconds <= FirstMs ? 0 : 1 + (Math.Log(milliseconds / FirstMs) / s_logGrowth);
        _counts[(int)Math.Min(cell, Cells - 1)]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var cell = 0; cell < Cells; cell++)
        {
            _counts[cell] += other._counts[cell];
        }

        Count += other.Count;
    }

    /// <summary>The duration in milliseconds under which a <paramref name="share"/> (0 to 1) of all lie; null when it is empty.</summary>
    public double? Percentile(double share)
    {
        if (Count == 0)
        {
            return null;
        }

        var rank = Math.Max(1, (int)Math.Ceiling(share * Count));
        var seen = 0;
        for (var cell = 0; cell < Cells; cell++)
        {
            seen += _counts[cell];
            if (seen >= rank)
            {
                // The geometric middle of the cell.
                return cell == 0 ? FirstMs : Math.Round(FirstMs * Math.Pow(Growth, cell - 0.5), 3);
            }
        }

        return null;
    }
}
