namespace OpsConsole.Server.Runs;

/// <summary>Durations, counted by the bounds that they stay under. Not safe for several threads at once.</summary>
/// <param name="bounds">Rising, in seconds; what is longer than the last is counted apart.</param>
internal sealed class SecondsHistogram(params double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    public void Add(double seconds)
    {
        var cell = Array.FindIndex(bounds, bound => seconds <= bound);
        _counts[cell < 0 ? bounds.Length : cell]++;
        _sum += seconds;
    }

    /// <summary>As it is now.</summary>
    public SecondsCounts Read()
    {
        var upTo = 0L;
        return new SecondsCounts([.. bounds.Select((bound, cell) => (bound, upTo += _counts[cell]))], upTo + _counts[^1], Math.Round(_sum, 3));
    }
}

/// <summary>What was counted of some durations.</summary>
/// <param name="Buckets">How many took at most so many seconds, each bound with all below it.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Sum">How long they took together, in seconds.</param>
internal sealed record SecondsCounts(IReadOnlyList<(double Bound, long Count)> Buckets, long Count, double Sum);
