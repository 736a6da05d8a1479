namespace OpsConsole.Support;

/// <summary>
/// A clock that stands still while anybody has anything to do, and then goes on to the next timer (see <see cref="OneThread"/>): hours
/// take moments, and what waits for nothing takes no time at all. For one thread.
/// </summary>
public sealed class AutoTime(DateTimeOffset begins) : TimeProvider
{
    private readonly PriorityQueue<Waiting, (TimeSpan Due, long Order)> _timers = new();
    private TimeSpan _jumped;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Since it began.</summary>
    public TimeSpan Elapsed { get; private set; }

    public override DateTimeOffset GetUtcNow() => begins + Elapsed - _jumped;

    /// <summary>Sets the calendar alone: no timer is due by it.</summary>
    public void SetBack(TimeSpan by) => _jumped += by;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Waiting(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes on to the next timer and calls it; false when there is none.</summary>
    public bool TryGoOn()
    {
        while (_timers.TryDequeue(out var timer, out var when))
        {
            if (timer.Order == when.Order)
            {
                Elapsed = when.Due > Elapsed ? when.Due : Elapsed;
                timer.Call();
                return true;
            }
        }

        return false;
    }

    private sealed class Waiting(AutoTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        /// <summary>Which setting of it counts; 0 for none.</summary>
        public long Order { get; private set; }

        public void Call()
        {
            if (_period > TimeSpan.Zero)
            {
                Set(_period);
            }
            else
            {
                Order = 0;
            }

            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                Order = 0;
            }
            else
            {
                Set(dueTime);
            }

            return true;
        }

        public void Dispose() => Order = 0;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(TimeSpan after)
        {
            Order = ++time._order;
            time._timers.Enqueue(this, (time.Elapsed + after, Order));
        }
    }
}
