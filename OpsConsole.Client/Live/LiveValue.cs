namespace OpsConsole.Client.Live;

/// <summary>
/// The newest <typeparamref name="T"/> of one key, for one component. Follow it from the component's own thread: the
/// loop then goes on through the renderer's queue, which never runs anything on the thread that published, so a slow
/// page cannot hold a source.
/// </summary>
internal sealed class LiveValue<T>(ILiveFeed feed, TimeSpan? staleAfter, Action<T> take, Func<Exception, Task> failed) : IDisposable
    where T : class, ILiveState
{
    private CancellationTokenSource? _watching;

    /// <summary>Which one; null for every one.</summary>
    public string? Key { get; private set; }

    /// <summary>The newest; null before the first.</summary>
    public T? State { get; private set; }

    /// <summary>How long ago it was published; null before the first.</summary>
    public TimeSpan? Age => Key is null ? null : feed.AgeOf<T>(Key);

    /// <summary>Whether it is older than three sample times: the source has gone quiet.</summary>
    public bool IsStale => staleAfter is { } limit && Age is { } age && age > limit;

    /// <summary>Shows the newest of <paramref name="key"/>; and, when <paramref name="live"/>, each newer one.</summary>
    public void Follow(string? key, bool live)
    {
        if (_watching is not null && key == Key)
        {
            return;
        }

        _watching?.Cancel();
        _watching?.Dispose();
        _watching = new CancellationTokenSource();
        Key = key;
        State = key is null ? null : feed.Latest<T>(key);
        if (live)
        {
            _ = WatchAsync(key, _watching.Token);
        }
    }

    /// <summary>Follows nothing any more.</summary>
    public void Stop()
    {
        _watching?.Cancel();
        _watching?.Dispose();
        _watching = null;
        Key = null;
        State = null;
    }

    public void Dispose() => Stop();

    private async Task WatchAsync(string? key, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var state in feed.WatchAsync<T>(key, cancellationToken))
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                if (!ReferenceEquals(state, State) || key is null)
                {
                    State = state;
                    take(state);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The page was left, or looks at another key.
        }
        catch (Exception exception)
        {
            await failed(exception);
        }
    }
}
