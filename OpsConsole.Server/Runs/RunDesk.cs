using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Runs;

/// <summary>What is at hand for one environment.</summary>
internal sealed class RunDesk(ManagedEnvironment environment)
{
    private RunRecord? _unwritten;

    /// <summary>Leaves a run here that could not be written down yet.</summary>
    public void Leave(RunRecord record) => Interlocked.Exchange(ref _unwritten, record);

    /// <summary>Takes what was left here, once.</summary>
    public RunRecord? TakeLeft() => Interlocked.Exchange(ref _unwritten, null);

    public ManagedEnvironment Environment => environment;

    public SemaphoreSlim News { get; } = new(0, 1);

    public Lease? Lease { get; set; }

    public long? RenewedAt { get; set; }

    public bool First { get; set; } = true;

    public StepContext? Context { get; set; }

    public Task? Work { get; set; }

    public (long Id, string State, long Events)? Told { get; set; }
}
