using OpsConsole.Server.Live;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Live;

public sealed class LiveFeedTests
{
    private readonly FakeTime _time = new();
    private readonly LiveFeed _feed;

    public LiveFeedTests() => _feed = new LiveFeed(_time);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_SomethingIsThere_ComesAtOnce()
    {
        _feed.Publish(new Fact("a", 1));
        _feed.Publish(new Fact("a", 2));
        Assert.Equal(new Fact("a", 2), await _feed.WatchAsync<Fact>("a", Cancelled).FirstAsync(Cancelled));
    }

    [Fact]
    public async Task Watch_SlowReader_SkipsToTheNewestOfEachKey()
    {
        await using var reader = new Reader(_feed);
        _feed.Publish(new Fact("a", 1));
        Assert.Equal(new Fact("a", 1), await reader.NextAsync());
        _feed.Publish(new Fact("b", 1));
        for (var number = 2; number <= 1000; number++)
        {
            _feed.Publish(new Fact("a", number));
        }

        Assert.Equal([new Fact("b", 1), new Fact("a", 1000)], reader.Waiting());
    }

    [Fact]
    public async Task Watch_OneKey_HearsOfNoOther()
    {
        await using var reader = _feed.WatchAsync<Fact>("a", Cancelled).GetAsyncEnumerator(Cancelled);
        var next = reader.MoveNextAsync().AsTask();
        _feed.Publish(new Fact("b", 1));
        _feed.Publish(new Other("a"));
        Assert.False(next.IsCompleted);
        _feed.Publish(new Fact("a", 7));
        Assert.True(await next);
        Assert.Equal(new Fact("a", 7), reader.Current);
    }

    [Fact]
    public async Task Watch_ReaderThatNeverComesBack_CostsABoundedNumber()
    {
        await using var reader = new Reader(_feed);
        _feed.Publish(new Fact("first", 0));
        await reader.NextAsync();
        for (var number = 0; number < 5000; number++)
        {
            _feed.Publish(new Fact($"{number}", number));
        }

        Assert.Equal(Enumerable.Range(4800, 200), reader.Waiting().Select(fact => fact.Number));
        Assert.Null(_feed.Latest<Fact>("0"));
        Assert.NotNull(_feed.Latest<Fact>("4999"));
    }

    [Fact]
    public async Task Publish_ReaderWaits_ItsWorkIsNotDoneOnThePublishersThread()
    {
        var reading = ReadAsync();
        await Eventually.BecomesTrueAsync(() => _feed.Watchers == 1);
        var publisher = new Thread(() => _feed.Publish(new Fact("a", 1)));
        publisher.Start();
        Assert.True(await reading, "read on the publisher's own thread");
        publisher.Join();

        async Task<bool> ReadAsync()
        {
            await _feed.WatchAsync<Fact>("a", Cancelled).FirstAsync(Cancelled);
            return Thread.CurrentThread.IsThreadPoolThread;
        }
    }

    [Fact]
    public async Task Watch_Cancelled_LeavesNothingBehind()
    {
        using var stop = new CancellationTokenSource();
        var reading = _feed.WatchAsync<Fact>(null, stop.Token).FirstAsync(CancellationToken.None).AsTask();
        await Eventually.BecomesTrueAsync(() => _feed.Watchers == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(0, _feed.Watchers);
        _feed.Publish(new Fact("a", 1));
    }

    [Fact]
    public async Task Watch_CancelledWhileThereIsAlwaysMore_EndsAllTheSame()
    {
        using var stop = new CancellationTokenSource();
        var seen = 0;
        _feed.Publish(new Fact("a", 0));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var fact in _feed.WatchAsync<Fact>("a", stop.Token))
            {
                seen++;
                _feed.Publish(fact with { Number = fact.Number + 1 });
                await stop.CancelAsync();
            }
        });
        Assert.Equal(1, seen);
    }

    [Fact]
    public void AgeOf_WallClockIsSetBack_GoesOnByTheOther()
    {
        Assert.Null(_feed.AgeOf<Fact>("a"));
        _feed.Publish(new Fact("a", 1));
        _time.SetUtcNow(_time.GetUtcNow().AddHours(-1));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3, _feed.AgeOf<Fact>("a")!.Value.TotalSeconds, precision: 2);
    }

    /// <summary>Reads everything, one by one, and only when it is asked to.</summary>
    private sealed class Reader : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly IAsyncEnumerator<Fact> _facts;
        private Task<bool> _next = Task.FromResult(true);

        public Reader(LiveFeed feed) => _facts = feed.WatchAsync<Fact>(null, _stop.Token).GetAsyncEnumerator(CancellationToken.None);

        public async Task<Fact> NextAsync()
        {
            _next = _facts.MoveNextAsync().AsTask();
            await _next;
            return _facts.Current;
        }

        /// <summary>What waits to be read.</summary>
        public List<Fact> Waiting()
        {
            var waiting = new List<Fact>();
            while ((_next = _facts.MoveNextAsync().AsTask()).IsCompletedSuccessfully)
            {
                waiting.Add(_facts.Current);
            }

            return waiting;
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _next.ContinueWith(static _ => { }, TaskScheduler.Default);
            await _facts.DisposeAsync();
            _stop.Dispose();
        }
    }

    private sealed record Fact(string Key, int Number) : ILiveState;

    private sealed record Other(string Key) : ILiveState;
}
