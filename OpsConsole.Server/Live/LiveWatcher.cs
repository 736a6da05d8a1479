namespace OpsConsole.Server.Live;

/// <summary>
/// What one reader has not yet seen: of each key the newest only, in the order in which the keys changed.
/// A reader that never comes back costs no more than that.
/// </summary>
internal sealed class LiveWatcher<T>(string? key) : IDisposable
    where T : class, ILiveState
{
    private const int MaxWaiting = 200;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, T> _waiting = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = new();
    private readonly SemaphoreSlim _news = new(0, 1);

    public void Offer(T state)
    {
        if (key is not null && state.Key != key)
        {
            return;
        }

        lock (_lock)
        {
            if (!_waiting.ContainsKey(state.Key))
            {
                _order.AddLast(state.Key);
            }

            _waiting[state.Key] = state;
            if (_order.Count > MaxWaiting)
            {
                _waiting.Remove(_order.First!.Value);
                _order.RemoveFirst();
            }

            if (_news.CurrentCount == 0)
            {
                // Continuations of a semaphore run on the pool, so no reader's work happens on the writer's thread.
                _news.Release();
            }
        }
    }

    public async Task<T> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Also when there is always something more to read.
            cancellationToken.ThrowIfCancellationRequested();
            lock (_lock)
            {
                if (_order.First is { } first)
                {
                    _order.RemoveFirst();
                    _waiting.Remove(first.Value, out var state);
                    return state!;
                }
            }

            await _news.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _news.Dispose();
}
