namespace OpsConsole.Server.Traffic;

/// <summary>
/// The traffic of one environment: the last hour by the second, the last day by the minute, in memory. Histograms are kept
/// rather than percentiles, so that a longer stretch has the percentiles of all its answers.
/// </summary>
internal sealed class TrafficHistory(string environment, string source)
{
    /// <summary>An answer to the API has at most so many points.</summary>
    public const int MaxPoints = 360;

    /// <summary>The longest stretch that can be asked for.</summary>
    public const int MaxMinutes = 1440;

    /// <summary>A longer stretch is answered from the minutes.</summary>
    private const int MaxMinutesBySecond = 60;

    private const int KeptSeconds = (MaxMinutesBySecond * 60) + 100;
    private const int KeptMinutes = MaxMinutes + 5;

    private static readonly int[] s_steps = [1, 2, 5, 10, 60, 120, 240];

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Cell> _seconds = [];
    private readonly SortedDictionary<long, Cell> _minutes = [];

    /// <summary>Who told of it.</summary>
    public string Source => source;

    /// <summary>Takes in what a source told. <paramref name="heard"/> are the seconds for which it spoke, with or without answers in them.</summary>
    public void Add(IEnumerable<TrafficSecond> seconds, IEnumerable<long> heard)
    {
        lock (_lock)
        {
            foreach (var second in heard)
            {
                CellOf(_seconds, second).Heard = 1;
                CellOf(_minutes, second / 60 * 60).Heard++;
            }

            foreach (var second in seconds)
            {
                CellOf(_seconds, second.Second).Add(second);
                CellOf(_minutes, second.Second / 60 * 60).Add(second);
            }

            Trim(_seconds, KeptSeconds);
            Trim(_minutes, KeptMinutes);
        }
    }

    /// <summary>Forgets what is said of <paramref name="second"/> and later: the source's clock was set back, and it tells of them once more.</summary>
    public void Forget(long second)
    {
        lock (_lock)
        {
            foreach (var later in _seconds.Keys.Where(known => known >= second).ToList())
            {
                _seconds.Remove(later);
            }

            foreach (var later in _minutes.Keys.Where(known => known >= second / 60 * 60).ToList())
            {
                _minutes.Remove(later);
            }
        }
    }

    /// <summary>The <paramref name="length"/> seconds before <paramref name="now"/> (seconds since 1970) as one point.</summary>
    public TrafficPoint Recent(long now, int length)
    {
        var sum = new Cell();
        lock (_lock)
        {
            for (var second = now - length; second < now; second++)
            {
                if (_seconds.TryGetValue(second, out var cell))
                {
                    sum.Add(cell);
                }
            }
        }

        return sum.ToPoint(now);
    }

    /// <summary>The last <paramref name="minutes"/> before <paramref name="now"/> (seconds since 1970). Stretches that nobody told of are left out: gaps stay gaps.</summary>
    public TrafficState Last(int minutes, long now)
    {
        var step = s_steps.First(candidate => minutes * 60 / candidate <= MaxPoints && (candidate >= 60 || minutes <= MaxMinutesBySecond));
        var cells = step < 60 ? _seconds : _minutes;
        var from = (now / step * step) - (minutes * 60L);
        var points = new SortedDictionary<long, Cell>();
        lock (_lock)
        {
            foreach (var (at, cell) in cells)
            {
                if (at >= from && at < now / step * step)
                {
                    CellOf(points, at / step * step).Add(cell);
                }
            }
        }

        return new TrafficState(environment, source, step, [.. points.TakeLast(MaxPoints).Select(point => point.Value.ToPoint(point.Key + step))]);
    }

    private static Cell CellOf(SortedDictionary<long, Cell> cells, long at)
    {
        if (!cells.TryGetValue(at, out var cell))
        {
            cells[at] = cell = new Cell();
        }

        return cell;
    }

    private static void Trim(SortedDictionary<long, Cell> cells, int kept)
    {
        while (cells.Count > kept)
        {
            cells.Remove(cells.First().Key);
        }
    }

    private sealed class Cell
    {
        private readonly LatencyHistogram _latencies = new();
        private int _count;
        private int _errors;

        /// <summary>For how many seconds the source spoke.</summary>
        public int Heard { get; set; }

        public void Add(TrafficSecond second)
        {
            _count += second.Count;
            _errors += second.Errors;
            _latencies.Add(second.Latencies);
        }

        public void Add(Cell other)
        {
            Heard += other.Heard;
            _count += other._count;
            _errors += other._errors;
            _latencies.Add(other._latencies);
        }

        public TrafficPoint ToPoint(long end) => new(
            DateTimeOffset.FromUnixTimeSeconds(end),
            Heard == 0 ? null : Math.Round((double)_count / Heard, 2),
            _latencies.Percentile(0.50),
            _latencies.Percentile(0.95),
            _latencies.Percentile(0.99),
            _count == 0 ? null : (double)_errors / _count);
    }
}
