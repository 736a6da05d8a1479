namespace OpsConsole.Server.Traffic;

/// <summary>What one slot answered in one second.</summary>
/// <param name="Second">The second's start, seconds since 1970 by the source's clock.</param>
/// <param name="Slot">Who was asked.</param>
/// <param name="Count">How many answers ended.</param>
/// <param name="Errors">How many of them were 500 and above, or none at all.</param>
/// <param name="Latencies">How long they took, long-lived streams apart.</param>
internal sealed record TrafficSecond(long Second, Slot Slot, int Count, int Errors, LatencyHistogram Latencies);

/// <summary>What a source tells since it was last asked.</summary>
/// <param name="Seconds">Seconds that are complete, and the one that is not yet: the same second may come again with larger numbers, and then replaces what was told before.</param>
/// <param name="OpenStreams">Long-lived streams open now; null when the source cannot tell.</param>
/// <param name="Now">The second that is not yet complete.</param>
internal sealed record TrafficReading(IReadOnlyList<TrafficSecond> Seconds, OpenStreams? OpenStreams, long Now);

/// <summary>Where traffic is read.</summary>
internal interface ITrafficSource
{
    /// <summary>A source remembers at least so many seconds; of what lies further back nothing is said.</summary>
    const int RememberedSeconds = 120;

    /// <summary>Its name on pages and in the API.</summary>
    string Name { get; }

    /// <summary>Reads every second from <paramref name="since"/> on (seconds since 1970).</summary>
    /// <exception cref="TrafficException">It could not be read.</exception>
    Task<TrafficReading> ReadAsync(long since, CancellationToken cancellationToken);
}

/// <summary>Traffic could not be read; the message is for the operator.</summary>
internal sealed class TrafficException(string message, Exception? inner = null) : Exception(message, inner);
