using System.Globalization;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Runs.Bakes;

/// <summary>How many of the new slot's answers since the shift are errors: half of them within a second, or within ten, undo the run. Pure.</summary>
/// <param name="sinceShift">How long ago that was; told by the wall clock, which may have jumped.</param>
/// <param name="before">What the source had told just before the shift: that much of its second is not of this bake. Null after a restart.</param>
internal sealed class ErrorWatch(TimeSpan sinceShift, TrafficReading? before = null)
{
    public const string Rule = "error-ratio";
    public const double RatioLimit = 0.5;
    public const int LeastAnswers = 20;
    private const int LongSeconds = 10;
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(LongSeconds);

    private readonly Lock _lock = new();
    private (int Count, int Errors)? _long;
    private (int Count, int Errors)? _short;
    private long _heardUntil;

    /// <summary>The second of the shift, by the traffic source's clock, which need not be ours; null before it spoke. Further back than the rules look it does not matter.</summary>
    public long? Since { get; private set; }

    /// <summary>Why the answers undo the run; null while they do not.</summary>
    public string? Trip
    {
        get
        {
            lock (_lock)
            {
                return Trips(_short) ? Tripped(_short!.Value, 1) : Trips(_long) ? Tripped(_long!.Value, LongSeconds) : null;
            }
        }
    }

    /// <summary>Whether there are answers enough to judge by.</summary>
    public bool HasEnough
    {
        get
        {
            lock (_lock)
            {
                return _long is { Count: >= LeastAnswers };
            }
        }
    }

    /// <summary>The second to read from: far enough back for every rule that goes by the answers.</summary>
    public long ReadFrom
    {
        get
        {
            lock (_lock)
            {
                return Since is { } since ? Math.Max(since, _heardUntil - LatencyWatch.Seconds) : 0;
            }
        }
    }

    /// <summary>Takes in what a source told; gives the new slot's part of it since the shift.</summary>
    public IReadOnlyList<TrafficSecond> Counted(TrafficReading reading, Slot slot)
    {
        lock (_lock)
        {
            // A source whose clock was set back tells of those seconds anew: nothing before them is of this bake any more.
            if (Since is not { } known || reading.Now < known)
            {
                Since = Since is null ? First(reading) : reading.Now;
            }

            _heardUntil = reading.Now;
            var mine = reading.Seconds.Where(second => second.Slot == slot && second.Second >= Since).Select(second => SinceShift(second)).ToList();
            // The second that runs now, and the one before it: what is not yet complete counts too, so that trouble is seen at once.
            _short = Sum(mine.Where(second => second.Second >= reading.Now - 1));
            _long = Sum(mine.Where(second => second.Second > reading.Now - LongSeconds));
            return mine;
        }
    }

    public void NotCounted()
    {
        lock (_lock)
        {
            (_short, _long) = (null, null);
        }
    }

    public WatchRule Now(bool hasTraffic)
    {
        lock (_lock)
        {
            return new WatchRule(Rule, _long is { Count: >= LeastAnswers } sum ? (double)sum.Errors / sum.Count : null, RatioLimit, Evidence(hasTraffic));
        }
    }

    private long First(TrafficReading reading)
    {
        if (before is { } told && told.Now <= reading.Now)
        {
            return Math.Max(told.Now, reading.Now - LongSeconds);
        }

        var ago = sinceShift < TimeSpan.Zero ? TimeSpan.Zero : sinceShift > s_long ? s_long : sinceShift;
        return reading.Now - (long)Math.Ceiling(ago.TotalSeconds);
    }

    /// <summary>The second in which the shift was made, without what was answered in it before.</summary>
    private TrafficSecond SinceShift(TrafficSecond second)
    {
        var old = before?.Seconds.FirstOrDefault(told => told.Slot == second.Slot && told.Second == second.Second);
        return old is null || old.Count > second.Count ? second : second with { Count = second.Count - old.Count, Errors = Math.Max(0, second.Errors - old.Errors) };
    }

    private static (int Count, int Errors) Sum(IEnumerable<TrafficSecond> seconds)
        => seconds.Aggregate((Count: 0, Errors: 0), (sum, second) => (sum.Count + second.Count, sum.Errors + second.Errors));

    private static bool Trips((int Count, int Errors)? window)
        => window is { Count: >= LeastAnswers } sum && (double)sum.Errors / sum.Count >= RatioLimit;

    private static string Tripped((int Count, int Errors) sum, int seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{100.0 * sum.Errors / sum.Count:0} % errors in {seconds} s ({sum.Errors} of {sum.Count} answers), limit {100 * RatioLimit:0} %");

    private string Evidence(bool hasTraffic) => string.Create(CultureInfo.InvariantCulture, $"{_long switch
    {
        null => hasTraffic ? "the traffic source does not answer" : "no traffic source",
        { Count: 0 } => "too few: no answers in 10 s",
        { Count: < LeastAnswers } few => $"too few: {few.Count} answers in 10 s",
        { } sum => $"{100.0 * sum.Errors / sum.Count:0.##} % of {sum.Count} answers in 10 s",
    }}");
}
