namespace OpsConsole.Shared;

/// <summary>The newest picture of one thing: what the API answers, the hub sends and a panel shows.</summary>
public interface ILiveState
{
    /// <summary>Which of its kind it is: an environment's name, a run's id. The newest state wins within its key.</summary>
    string Key { get; }
}

/// <summary>The newest state of everything the console watches.</summary>
public interface ILiveFeed
{
    /// <summary>
    /// Yields the newest <typeparamref name="T"/> of <paramref name="key"/> at once, then each newer one.
    /// A slow reader skips to the newest; it never makes the writer wait. Without a key: of every key.
    /// </summary>
    IAsyncEnumerable<T> WatchAsync<T>(string? key, CancellationToken cancellationToken) where T : class, ILiveState;

    /// <summary>The newest <typeparamref name="T"/> of <paramref name="key"/>; null when there was none.</summary>
    T? Latest<T>(string key) where T : class, ILiveState;

    /// <summary>How long ago that was published, by a clock that never jumps; null when there was none.</summary>
    TimeSpan? AgeOf<T>(string key) where T : class, ILiveState;
}
