using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Runs.Bakes;

/// <summary>What was counted before a shift: what the bake afterwards leaves out, and what it holds against. No shift waits for it.</summary>
internal static class TrafficBefore
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_usualPatience = TimeSpan.FromSeconds(2);

    /// <summary>What was counted up to now in the second that runs; null when the source does not tell at once.</summary>
    public static async Task<TrafficReading?> ThisSecondAsync(ITrafficSource? source, TimeProvider time, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow().ToUnixTimeSeconds() - 1;
        var told = await ReadAsync(source, since, s_patience, time, cancellationToken);
        // A source whose clock is behind ours has told nothing of its own second.
        return told is null || told.Now > since ? told : await ReadAsync(source, told.Now, s_patience, time, cancellationToken);
    }

    /// <summary>What was counted from <paramref name="since"/> on, by the source's clock; null when it does not tell at once.</summary>
    public static Task<TrafficReading?> SinceAsync(ITrafficSource? source, long since, TimeProvider time, CancellationToken cancellationToken)
        => ReadAsync(source, since, s_patience, time, cancellationToken);

    /// <summary>The p95 of the last minutes, as far as the source remembers them, in milliseconds; null with too few answers to tell.</summary>
    public static async Task<double?> UsualP95Async(ITrafficSource? source, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await ReadAsync(source, 0, s_usualPatience, time, cancellationToken) is not { } told)
        {
            return null;
        }

        var all = new LatencyHistogram();
        foreach (var second in told.Seconds)
        {
            all.Add(second.Latencies);
        }

        return all.Count < LatencyWatch.LeastAnswers ? null : all.Percentile(0.95);
    }

    private static async Task<TrafficReading?> ReadAsync(ITrafficSource? source, long since, TimeSpan howLong, TimeProvider time, CancellationToken cancellationToken)
    {
        if (source is null)
        {
            return null;
        }

        using var patience = new CancellationTokenSource(howLong, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await source.ReadAsync(since, either.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is HttpRequestException or IOException or OperationCanceledException or TrafficException)
        {
            return null;
        }
    }
}
