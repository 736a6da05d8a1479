using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace OpsConsole.Server.Live;

/// <inheritdoc cref="ILiveFeed"/>
internal sealed class LiveFeed(TimeProvider time) : ILiveFeed
{
    private readonly ConcurrentDictionary<Type, object> _topics = new();

    /// <summary>Makes <paramref name="state"/> the newest of its key. Never waits for a reader, and renders nothing on this thread.</summary>
    public void Publish<T>(T state) where T : class, ILiveState => TopicOf<T>().Publish(state, time.GetTimestamp());

    public IAsyncEnumerable<T> WatchAsync<T>(string? key, CancellationToken cancellationToken) where T : class, ILiveState
        => TopicOf<T>().WatchAsync(key, cancellationToken);

    public T? Latest<T>(string key) where T : class, ILiveState => TopicOf<T>().Latest(key)?.State;

    public TimeSpan? AgeOf<T>(string key) where T : class, ILiveState
        => TopicOf<T>().Latest(key) is { } newest ? time.GetElapsedTime(newest.PublishedAt) : null;

    /// <summary>How many readers there are, of all kinds.</summary>
    public int Watchers => _topics.Values.Cast<ITopic>().Sum(topic => topic.Watchers);

    private Topic<T> TopicOf<T>() where T : class, ILiveState => (Topic<T>)_topics.GetOrAdd(typeof(T), static _ => new Topic<T>());

    private interface ITopic
    {
        int Watchers { get; }
    }

    private sealed class Topic<T> : ITopic
        where T : class, ILiveState
    {
        /// <summary>Of kinds with ever new keys (runs, entries) only so many of the newest are kept.</summary>
        private const int MaxKeys = 200;

        private readonly Lock _lock = new();
        private readonly List<LiveWatcher<T>> _watchers = [];
        private readonly Dictionary<string, (T State, long PublishedAt, long Order)> _newest = new(StringComparer.Ordinal);
        private long _order;

        public int Watchers
        {
            get
            {
                lock (_lock)
                {
                    return _watchers.Count;
                }
            }
        }

        public (T State, long PublishedAt)? Latest(string key)
        {
            lock (_lock)
            {
                return _newest.TryGetValue(key, out var newest) ? (newest.State, newest.PublishedAt) : null;
            }
        }

        public void Publish(T state, long timestamp)
        {
            lock (_lock)
            {
                _newest[state.Key] = (state, timestamp, ++_order);
                if (_newest.Count > MaxKeys)
                {
                    _newest.Remove(_newest.MinBy(pair => pair.Value.Order).Key);
                }

                foreach (var watcher in _watchers)
                {
                    watcher.Offer(state);
                }
            }
        }

        public async IAsyncEnumerable<T> WatchAsync(string? key, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            using var watcher = new LiveWatcher<T>(key);
            lock (_lock)
            {
                _watchers.Add(watcher);
                foreach (var newest in _newest.Values.OrderBy(newest => newest.Order))
                {
                    watcher.Offer(newest.State);
                }
            }

            try
            {
                while (true)
                {
                    yield return await watcher.NextAsync(cancellationToken);
                }
            }
            finally
            {
                lock (_lock)
                {
                    _watchers.Remove(watcher);
                }
            }
        }
    }
}
