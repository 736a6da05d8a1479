namespace OpsConsole.Server.Sandbox.Children;

/// <summary>The fault that a slot has right now, and what it does to a request.</summary>
internal sealed class FaultSwitch(TimeProvider time)
{
    /// <summary>Ten times 0.3 is a little less than 3.</summary>
    private const double Rounding = 1e-9;

    private readonly Lock _lock = new();
    private SlotFault _current = SlotFault.None;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private double _owed;

    public SlotFault Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    public void Set(SlotFault fault)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _current = fault;
            _owed = 0;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>Holds a request back for as long as the fault asks for.</summary>
    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        if (Current is { Kind: FaultKind.Slow, DelayMs: { } delay })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(delay), time, cancellationToken);
        }

        for (var (fault, changed) = Look(); fault.Kind == FaultKind.Hang; (fault, changed) = Look())
        {
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Whether this answer has to be an error. Of a hundred answers with a ratio of 0.3, thirty are: it is counted, not rolled.</summary>
    public bool Fails()
    {
        lock (_lock)
        {
            if (_current is not { Kind: FaultKind.Errors, Ratio: { } ratio })
            {
                return false;
            }

            _owed += ratio;
            if (_owed < 1 - Rounding)
            {
                return false;
            }

            _owed--;
            return true;
        }
    }

    private (SlotFault Fault, Task Changed) Look()
    {
        lock (_lock)
        {
            return (_current, _changed.Task);
        }
    }
}
