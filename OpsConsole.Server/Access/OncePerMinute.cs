namespace OpsConsole.Server.Access;

/// <summary>Lets the first of a kind through each minute and counts the rest, so that a flood fills neither the audit log nor the memory.</summary>
internal sealed class OncePerMinute(TimeProvider time)
{
    private const int MaxKeys = 4096;
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Since, long Held)> _seen = new(StringComparer.Ordinal);

    /// <summary>Whether this one may pass, and how many of its kind were held back since the last that did.</summary>
    public bool Pass(string key, out long heldBack)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_seen.TryGetValue(key, out var seen) && time.GetElapsedTime(seen.Since, now) < s_minute)
            {
                _seen[key] = seen with { Held = seen.Held + 1 };
                heldBack = 0;
                return false;
            }

            if (seen.Since == 0 && _seen.Count >= MaxKeys)
            {
                Forget(now);
            }

            heldBack = seen.Held;
            _seen[key] = (now, 0);
            return true;
        }
    }

    private void Forget(long now)
    {
        foreach (var (key, seen) in _seen)
        {
            if (time.GetElapsedTime(seen.Since, now) >= s_minute)
            {
                _seen.Remove(key);
            }
        }

        while (_seen.Count >= MaxKeys)
        {
            _seen.Remove(_seen.MinBy(pair => pair.Value.Since).Key);
        }
    }
}
