namespace OpsConsole.Client.Live;

/// <summary>
/// One beat a second for everything on one page: silence sends no update, yet ages grow and data becomes late.
/// Beats run on a thread of their own pool slot, never on that of a source.
/// </summary>
internal sealed class Tick(TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly List<Func<Task>> _listeners = [];
    private Task? _beating;

    /// <summary>The beats so far.</summary>
    public long Count { get; private set; }

    /// <summary>Calls <paramref name="beat"/> each second until the answer is disposed of.</summary>
    public IDisposable Each(Func<Task> beat)
    {
        lock (_lock)
        {
            _listeners.Add(beat);
            _beating ??= BeatAsync(_gone.Token);
        }

        return new Subscription(this, beat);
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private async Task BeatAsync(CancellationToken gone)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(gone).ConfigureAwait(false))
            {
                Count++;
                foreach (var listener in Listeners())
                {
                    // Each takes its own exceptions to its own circuit.
                    _ = listener();
                }
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private Func<Task>[] Listeners()
    {
        lock (_lock)
        {
            return [.. _listeners];
        }
    }

    private sealed class Subscription(Tick tick, Func<Task> beat) : IDisposable
    {
        public void Dispose()
        {
            lock (tick._lock)
            {
                tick._listeners.Remove(beat);
            }
        }
    }
}
