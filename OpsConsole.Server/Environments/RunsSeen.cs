namespace OpsConsole.Server.Environments;

/// <summary>Which run of an environment is at work, and which ended last.</summary>
internal sealed class RunsSeen
{
    private readonly Lock _lock = new();
    private (long Run, RunPhase State, StepPhase[] Steps)? _newest;
    private long? _active;
    private long? _last;

    public (long? Active, long? Last) Current
    {
        get
        {
            lock (_lock)
            {
                return (_active, _last);
            }
        }
    }

    /// <summary>Whether it moved on: a run also tells, many times a second, how far a step is.</summary>
    public bool Take(RunState run)
    {
        var steps = run.Steps.Select(step => step.State).ToArray();
        lock (_lock)
        {
            if (_newest is { } newest && newest.Run == run.Id && newest.State == run.State && newest.Steps.AsSpan().SequenceEqual(steps))
            {
                return false;
            }

            _newest = (run.Id, run.State, steps);
            if (run.Waits)
            {
                // It has not begun, and keeps nothing from being changed.
                return true;
            }

            if (run.Ended)
            {
                _active = _active == run.Id ? null : _active;
                _last = Math.Max(_last ?? 0, run.Id);
            }
            else
            {
                _active = run.Id;
            }

            return true;
        }
    }
}
