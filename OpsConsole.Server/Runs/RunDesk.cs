using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Runs;

/// <summary>What is at hand for one environment.</summary>
internal sealed class RunDesk(ManagedEnvironment environment) : IDisposable
{
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly Lock _lock = new();
    private RunRecord? _unwritten;
    private StepContext? _context;

    public ManagedEnvironment Environment => environment;

    public Lease? Lease { get; set; }

    /// <summary>The look after the lease that is under way; null between two.</summary>
    public Task<Lease?>? Renewal { get; set; }

    public long? RenewedAt { get; set; }

    public bool First { get; set; } = true;

    public Task? Work { get; set; }

    public (long Id, string State, long Events)? Told { get; set; }

    /// <summary>The newest run whose end was told.</summary>
    public long? ToldEnded { get; set; }

    /// <summary>The run that is carried out here; null when none is.</summary>
    public StepContext? Context
    {
        get
        {
            lock (_lock)
            {
                return _context;
            }
        }

        set
        {
            lock (_lock)
            {
                _context = value;
                _unwritten = _unwritten?.State.Id == value?.Run.Id ? null : _unwritten;
            }
        }
    }

    /// <summary>The run that is carried out here, or will be as soon as somebody looks.</summary>
    public RunState? Current
    {
        get
        {
            lock (_lock)
            {
                return _context?.Run is { Ended: false } run ? run : _unwritten?.State;
            }
        }
    }

    /// <summary>Leaves a run here that could not be written down yet.</summary>
    public void Leave(RunRecord record)
    {
        lock (_lock)
        {
            _unwritten = record;
        }
    }

    /// <summary>What was left here and is not yet carried out.</summary>
    public RunRecord? Left
    {
        get
        {
            lock (_lock)
            {
                return _unwritten;
            }
        }
    }

    /// <summary>Something is to be looked at here. Whoever says so meanwhile says it only once.</summary>
    public void Nudge()
    {
        lock (_lock)
        {
            if (_news.CurrentCount == 0)
            {
                _news.Release();
            }
        }
    }

    /// <summary>Ends when there is something to look at, at the latest after <paramref name="wait"/>.</summary>
    public Task NewsAsync(TimeSpan wait, CancellationToken cancellationToken) => _news.WaitAsync(wait, cancellationToken);

    public void Dispose() => _news.Dispose();
}
