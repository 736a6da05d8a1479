namespace OpsConsole.Server.Hosting;

/// <summary>
/// The system's time, with timestamps that never run backwards. The kernel promises that already; a clock that is set for
/// one process only, as libfaketime does it, takes its monotonic clock along, and an hour back would be an hour of waiting.
/// </summary>
internal sealed class SteadyTime : TimeProvider
{
    private readonly TimeProvider _system;
    private readonly Lock _lock = new();
    private long _newest;
    private long _lost;

    public SteadyTime(TimeProvider system)
    {
        _system = system;
        _newest = system.GetTimestamp();
    }

    public override long TimestampFrequency => _system.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _system.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => _system.CreateTimer(callback, state, dueTime, period);

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            var now = _system.GetTimestamp();
            if (now < _newest)
            {
                _lost += _newest - now;
            }

            _newest = now;
            return now + _lost;
        }
    }
}
