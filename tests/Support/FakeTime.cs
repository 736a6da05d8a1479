namespace OpsConsole.Support;

/// <summary>
/// A clock that moves only when a test moves it, timers included. Its timestamps tick at an odd rate, so that code which
/// takes ticks for 100 ns shows itself.
/// </summary>
public sealed class FakeTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private TimeSpan _elapsed;
    private DateTimeOffset _utc = new(2026, 3, 14, 9, 26, 53, 589, TimeSpan.Zero);

    public override long TimestampFrequency => 7_919_000;

    /// <summary>How much time was let pass.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
            {
                return _elapsed;
            }
        }
    }

    /// <summary>How many timers wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _utc;
        }
    }

    public override long GetTimestamp() => (long)(Elapsed.TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets the calendar alone, as somebody who sets the clock does: no timer is due by it.</summary>
    public void SetUtcNow(DateTimeOffset now)
    {
        lock (_lock)
        {
            _utc = now;
        }
    }

    /// <summary>Lets time pass: every timer on the way is called at its own instant, in order.</summary>
    public void Advance(TimeSpan by)
    {
        var end = Elapsed + by;
        while (NextDue(end) is { } timer)
        {
            timer.Call();
        }

        lock (_lock)
        {
            MoveTo(end);
        }
    }

    /// <summary>Waits, in real time, until at least <paramref name="count"/> timers wait, then lets time pass: for code that sets its timer on another thread.</summary>
    public async Task AdvanceWhenWaitingAsync(TimeSpan by, int count = 1, TimeSpan? patience = null)
    {
        await Eventually.BecomesTrueAsync(() => Waiting >= count, $"{count} timers wait", patience);
        Advance(by);
    }

    private FakeTimer? NextDue(TimeSpan end)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is null)
            {
                return null;
            }

            MoveTo(next.Due > _elapsed ? next.Due : _elapsed);
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
            }
            else
            {
                _timers.Remove(next);
            }

            return next;
        }
    }

    private void MoveTo(TimeSpan elapsed)
    {
        _utc += elapsed - _elapsed;
        _elapsed = elapsed;
    }

    private sealed class FakeTimer(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Call() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._elapsed + dueTime;
                    Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                    time._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
