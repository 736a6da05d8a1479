using System.Runtime.CompilerServices;

namespace OpsConsole.Client.Tests;

/// <summary>
/// A feed as rude as a feed can be: readers are woken on the very thread that publishes, before <see cref="Publish"/> returns.
/// </summary>
internal sealed class FakeFeed(TimeProvider time) : ILiveFeed
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Type Type, string Key), (object State, long At)> _newest = [];
    private readonly List<Reader> _readers = [];

    /// <summary>How many readers there are.</summary>
    public int Readers
    {
        get
        {
            lock (_lock)
            {
                return _readers.Count;
            }
        }
    }

    public void Publish<T>(T state) where T : class, ILiveState
    {
        List<Reader> readers;
        lock (_lock)
        {
            _newest[(typeof(T), state.Key)] = (state, time.GetTimestamp());
            readers = [.. _readers.Where(reader => reader.Wants(typeof(T), state.Key))];
        }

        readers.ForEach(reader => reader.Offer(state));
    }

    /// <summary>The next reader of <typeparamref name="T"/> is told that the source broke.</summary>
    public void Break<T>(Exception exception)
    {
        List<Reader> readers;
        lock (_lock)
        {
            readers = [.. _readers.Where(reader => reader.Type == typeof(T))];
        }

        readers.ForEach(reader => reader.Fail(exception));
    }

    public async IAsyncEnumerable<T> WatchAsync<T>(string? key, [EnumeratorCancellation] CancellationToken cancellationToken) where T : class, ILiveState
    {
        var reader = new Reader(typeof(T), key);
        using var ends = cancellationToken.Register(() => reader.Fail(new OperationCanceledException(cancellationToken)));
        lock (_lock)
        {
            _readers.Add(reader);
            foreach (var newest in _newest.Where(pair => reader.Wants(pair.Key.Type, pair.Key.Key)))
            {
                reader.Offer(newest.Value.State);
            }
        }

        try
        {
            while (true)
            {
                yield return (T)await reader.NextAsync();
            }
        }
        finally
        {
            lock (_lock)
            {
                _readers.Remove(reader);
            }
        }
    }

    public T? Latest<T>(string key) where T : class, ILiveState
    {
        lock (_lock)
        {
            return _newest.TryGetValue((typeof(T), key), out var newest) ? (T)newest.State : null;
        }
    }

    public TimeSpan? AgeOf<T>(string key) where T : class, ILiveState
    {
        lock (_lock)
        {
            return _newest.TryGetValue((typeof(T), key), out var newest) ? time.GetElapsedTime(newest.At) : null;
        }
    }

    private sealed class Reader(Type type, string? key)
    {
        private readonly Lock _lock = new();
        private readonly Queue<object> _waiting = [];
        private TaskCompletionSource<object>? _asked;
        private Exception? _failed;

        public Type Type => type;

        public bool Wants(Type other, string otherKey) => type == other && (key is null || key == otherKey);

        public void Offer(object state)
        {
            TaskCompletionSource<object>? asked;
            lock (_lock)
            {
                asked = _asked;
                _asked = null;
                if (asked is null)
                {
                    _waiting.Enqueue(state);
                }
            }

            // Without RunContinuationsAsynchronously: whoever waits goes on here and now.
            asked?.SetResult(state);
        }

        public void Fail(Exception exception)
        {
            TaskCompletionSource<object>? asked;
            lock (_lock)
            {
                asked = _asked;
                _asked = null;
                _failed = exception;
            }

            asked?.SetException(exception);
        }

        public Task<object> NextAsync()
        {
            lock (_lock)
            {
                if (_waiting.TryDequeue(out var state))
                {
                    return Task.FromResult(state);
                }

                if (_failed is not null)
                {
                    return Task.FromException<object>(_failed);
                }

                _asked = new TaskCompletionSource<object>();
                return _asked.Task;
            }
        }
    }
}
