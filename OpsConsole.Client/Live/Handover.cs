using System.Security.Cryptography;

namespace OpsConsole.Client.Live;

/// <summary>
/// What a page read while the server painted it, kept for the circuit that takes the page over: without it the rows would vanish
/// until they are read again. Only a key travels with the page. What was read would make the message that opens the circuit larger
/// than SignalR lets through (32 KiB), and the page would stay dead.
/// </summary>
public sealed class Handover(TimeProvider time)
{
    private const int Most = 256;
    private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, (long At, object Read)> _kept = new(StringComparer.Ordinal);

    /// <summary>Keeps <paramref name="read"/> for half a minute, or until 256 newer ones came; gives the key to take it with.</summary>
    public string Keep(object read)
    {
        var key = RandomNumberGenerator.GetHexString(32);
        lock (_lock)
        {
            while (_kept.Count > 0 && (_kept.Count >= Most || time.GetElapsedTime(_kept.GetAt(0).Value.At) > s_kept))
            {
                _kept.RemoveAt(0);
            }

            _kept.Add(key, (time.GetTimestamp(), read));
        }

        return key;
    }

    /// <summary>What was kept under <paramref name="key"/>, once; null when there is none, and the page then reads for itself.</summary>
    public T? Take<T>(string? key)
        where T : class
    {
        lock (_lock)
        {
            return key is not null && _kept.Remove(key, out var kept) && time.GetElapsedTime(kept.At) <= s_kept ? kept.Read as T : null;
        }
    }
}
