namespace OpsConsole.Support;

/// <summary>
/// A clock that passes by itself as soon as nobody has anything to do: it then jumps to the next timer. Hours take moments, and what
/// waits for nothing takes no time at all.
/// </summary>
public sealed class AutoTime : TimeProvider, IAsyncDisposable
{
    /// <summary>Timers this close to each other are due together: a jump costs a moment of real time.</summary>
    private static readonly TimeSpan s_together = TimeSpan.FromMilliseconds(8);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(1);

    private const int MostLooks = 4;

    private readonly Lock _lock = new();
    private readonly List<Waiting> _timers = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<bool> _idle;
    private readonly Task _pump;
    private TimeSpan _elapsed;
    private DateTimeOffset _utc = new(2026, 3, 14, 9, 26, 53, 589, TimeSpan.Zero);
    private int _stirred;

    /// <summary><paramref name="idle"/> says whether nothing is under way that the clock cannot see.</summary>
    public AutoTime(Func<bool> idle)
    {
        _idle = idle;
        _pump = Task.Run(PumpAsync);
    }

    public override long TimestampFrequency => 10_000_000;

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

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _utc;
        }
    }

    /// <summary>Sets the calendar alone: no timer is due by it.</summary>
    public void SetBack(TimeSpan by)
    {
        lock (_lock)
        {
            _utc -= by;
        }
    }

    public override long GetTimestamp() => Elapsed.Ticks;

    /// <summary>Somebody does something: time waits.</summary>
    public void Stir() => Interlocked.Increment(ref _stirred);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Waiting(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump;
        _stop.Dispose();
    }

    private async Task PumpAsync()
    {
        var quiet = 0;
        while (!_stop.IsCancellationRequested)
        {
            var seen = Volatile.Read(ref _stirred);
            await Task.Delay(s_look, System, CancellationToken.None);
            quiet = seen == Volatile.Read(ref _stirred) && _idle() ? quiet + 1 : 0;
            if (quiet >= Looks())
            {
                quiet = 0;
                Jump();
            }
        }
    }

    /// <summary>
    /// How long it has to be quiet. Work that is under way cannot be seen, so that a long jump, which may end somebody's patience, takes
    /// more than a short one. Others share the pool: what is still queued there may be ours.
    /// </summary>
    private int Looks()
    {
        TimeSpan jump;
        lock (_lock)
        {
            jump = _timers.Count == 0 ? TimeSpan.MaxValue : _timers.Min(timer => timer.Due) - _elapsed;
        }

        var looks = jump < TimeSpan.FromMilliseconds(50) ? 1 : jump < TimeSpan.FromMilliseconds(300) ? 8 : 30;
        return ThreadPool.PendingWorkItemCount == 0 ? looks : looks * MostLooks;
    }

    private void Jump()
    {
        foreach (var timer in Due())
        {
            timer.Call();
        }
    }

    private List<Waiting> Due()
    {
        lock (_lock)
        {
            if (_timers.Count == 0)
            {
                return [];
            }

            var next = _timers.Min(timer => timer.Due);
            var until = (next > _elapsed ? next : _elapsed) + s_together;
            _utc += until - _elapsed;
            _elapsed = until;
            List<Waiting> due = [.. _timers.Where(timer => timer.Due <= until).OrderBy(timer => timer.Due)];
            foreach (var timer in due)
            {
                timer.Called();
            }

            return due;
        }
    }

    private sealed class Waiting(AutoTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan Due { get; private set; }

        public void Call() => callback(state);

        /// <summary>It has come; a repeating one waits for its next turn.</summary>
        public void Called()
        {
            if (_period > TimeSpan.Zero)
            {
                Due = time._elapsed + _period;
            }
            else
            {
                time._timers.Remove(this);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Stir();
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._elapsed + dueTime;
                    _period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                    time._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
