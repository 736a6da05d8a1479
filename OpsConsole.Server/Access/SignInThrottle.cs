namespace OpsConsole.Server.Access;

/// <summary>
/// Slows down guessing. Tries are counted per name and source, and per source over all names: a few are free, then each one costs
/// a wait that doubles. It never counts by name alone, so nobody can lock a person out from somewhere else. The counts stand in
/// memory, in bounded space; a try counts before its password is looked at, so many at once gain nothing.
/// </summary>
internal sealed class SignInThrottle(TimeProvider time)
{
    private const int MaxKeys = 8192;

    private static readonly Limit s_nameAndSource = new(Free: 5, Longest: TimeSpan.FromMinutes(15));
    private static readonly Limit s_source = new(Free: 30, Longest: TimeSpan.FromSeconds(30));
    private static readonly TimeSpan s_forgotten = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Count> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts a try. Zero: go on. Else it must not be looked at, and the next one may come after that time.</summary>
    public TimeSpan Enter(string name, string source)
    {
        var both = KeyOf(name, source);
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var wait = Later(WaitOf(both, s_nameAndSource, now), WaitOf(source, s_source, now));
            if (wait == TimeSpan.Zero)
            {
                Add(both, s_nameAndSource, now);
                Add(source, s_source, now);
            }

            return wait;
        }
    }

    /// <summary>The name's owner was there: its count from this source starts anew, and this try does not count against the source.</summary>
    public void Succeeded(string name, string source)
    {
        lock (_lock)
        {
            _counts.Remove(KeyOf(name, source));
            if (_counts.TryGetValue(source, out var count))
            {
                _counts[source] = count with { Tries = Math.Max(0, count.Tries - 1) };
            }
        }
    }

    /// <summary>How many counts are held.</summary>
    public int Size
    {
        get
        {
            lock (_lock)
            {
                return _counts.Count;
            }
        }
    }

    // A name is as long as its sender likes: its hash is not.
    private static string KeyOf(string name, string source) => $"{TokenSecret.HashOf(name.ToUpperInvariant())} {source}";

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private TimeSpan WaitOf(string key, Limit limit, long now)
    {
        if (!_counts.TryGetValue(key, out var count))
        {
            return TimeSpan.Zero;
        }

        var passed = time.GetElapsedTime(count.Last, now);
        if (passed >= s_forgotten)
        {
            _counts.Remove(key);
            return TimeSpan.Zero;
        }

        var wait = limit.After(count.Tries) - passed;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private void Add(string key, Limit limit, long now)
    {
        if (!_counts.TryGetValue(key, out var count) && _counts.Count >= MaxKeys)
        {
            Forget();
        }

        _counts[key] = new(Math.Min(count.Tries + 1, limit.Free + 30), now);
    }

    // The oldest quarter at once, so that a flood of new sources does not sort the whole table each time.
    private void Forget()
    {
        foreach (var (key, _) in _counts.OrderBy(pair => pair.Value.Last).Take(MaxKeys / 4).ToList())
        {
            _counts.Remove(key);
        }
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Count(int Tries, long Last);

    private sealed record Limit(int Free, TimeSpan Longest)
    {
        public TimeSpan After(int tries)
        {
            if (tries < Free)
            {
                return TimeSpan.Zero;
            }

            var seconds = Math.Pow(2, Math.Min(tries - Free + 1, 20));
            return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
        }
    }
}
