using System.Collections.Concurrent;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Runs;

/// <summary>What a step may know of its run, and what it may say.</summary>
internal sealed class StepContext(RunRecord record, ManagedEnvironment environment, Lease lease, RunJournal journal, Leases leases, LiveFeed feed, TimeProvider time)
    : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _aborted = new(Timeout.InfiniteTimeSpan, time);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _confirmed = new(StringComparer.Ordinal);
    private bool _ended;

    /// <summary>The run as it stands.</summary>
    public RunState Run { get; private set; } = record.State;

    public RunRecord Record => record;

    public ManagedEnvironment Environment => environment;

    public Lease Lease => lease;

    public Slot Target => Run.Target;

    /// <summary>What the gateway did before: where an undo goes back to.</summary>
    public Weights Before { get; } = record.Before ?? Weights.AllTo(record.State.Target.Other());

    /// <summary>Watches the front doors since the shift; null after a restart, and before the shift.</summary>
    public FrontDoors? Watch { get; set; }

    /// <summary>How answers at the front door say which slot they are from, as the slots are now.</summary>
    public SlotProof Proof => SlotProof.Of(environment.Options.Receipts, feed, Run);

    /// <summary>What the traffic source told just before the shift: not of the new slot's bake. Null after a restart, and where it did not tell.</summary>
    public TrafficReading? TrafficBefore { get; set; }

    /// <summary>The same before the first shift of the run: what failed since then is what the run hurt. Null after a restart, and where it was not told.</summary>
    public TrafficReading? TrafficBeforeAll { get; set; }

    /// <summary>The p95 before the change, in milliseconds; null after a restart, and where it is not known.</summary>
    public double? UsualP95Ms { get; set; }

    /// <summary>What a slot held in memory before the change, in bytes; null after a restart, and where it is not known.</summary>
    public long? UsualMemoryBytes { get; set; }

    /// <summary>Whether it was seen, in this life, that everything is back where it was.</summary>
    public bool IsBack { get; set; }

    /// <summary>Cancelled when a person stops the run; <see cref="AbortedBy"/> says who.</summary>
    public CancellationToken Aborted => _aborted.Token;

    public string? AbortedBy { get; private set; }

    /// <summary>Stops the run; too late once it has ended.</summary>
    public void Abort(string by)
    {
        lock (_lock)
        {
            if (!_ended)
            {
                AbortedBy ??= by;
                // Not on this thread: what the cancelled step does next is none of the caller's business.
                _aborted.CancelAfter(TimeSpan.Zero);
            }
        }
    }

    /// <summary>Where <paramref name="step"/> stands.</summary>
    public StepPhase PhaseOf(IStep step) => Run.Steps.First(state => state.Name == step.Name).State;

    /// <summary>Ends with the name of whoever ends that bake early as good.</summary>
    public Task<string> Confirmed(string bake) => Confirming(bake).Task;

    /// <summary>Ends one bake: a canary has several, and a "keep" means the one that was seen.</summary>
    public void Confirm(string bake, string by) => Confirming(bake).TrySetResult(by);

    public void Dispose()
    {
        lock (_lock)
        {
            _ended = true;
            _aborted.Dispose();
        }
    }

    /// <summary>Takes in what was written of the run, and tells the feed.</summary>
    public void Become(RunState run)
    {
        Run = run;
        feed.Publish(run);
    }

    /// <summary>Says how far the step is. Not written down: only its end is.</summary>
    public void Report(string step, string detail)
        => Become(Run with { Steps = [.. Run.Steps.Select(state => state.Name == step ? state with { Detail = detail } : state)] });

    /// <summary>Writes down what is being established at the gateway, before it is tried and after it was seen. A rollback is a way back.</summary>
    public Task EstablishAsync(Weights weights, bool proven, CancellationToken cancellationToken) => Run.Operation is Operation.Rollback
        ? EstablishEventuallyAsync(weights, proven)
        : journal.WriteAsync(Establishing(weights, proven), cancellationToken);

    /// <summary>The same on the way back, where a full store does not stand in the way.</summary>
    public Task EstablishEventuallyAsync(Weights weights, bool proven)
        => journal.WriteEventuallyAsync($"the undo of run {Run.Id}", Establishing(weights, proven));

    /// <summary>Keeps the gateway's configuration with the run, on disk, before anything touches it.</summary>
    public Task KeepSnapshotAsync(string content, CancellationToken cancellationToken) => journal.WriteAsync(
        (connection, transaction) =>
        {
            leases.Require(connection, lease);
            GatewaySnapshots.Keep(connection, transaction, Run.Id, content, time.GetUtcNow());
            return [];
        },
        cancellationToken);

    /// <summary>What was kept; null when nothing was.</summary>
    public Task<string?> SnapshotAsync(CancellationToken cancellationToken) => journal.ReadAsync(connection => GatewaySnapshots.Find(connection, Run.Id), cancellationToken);

    private RunWrite Establishing(Weights weights, bool proven) => (connection, transaction) =>
    {
        leases.Require(connection, lease);
        var now = time.GetUtcNow();
        EstablishedWeights.Set(connection, transaction, environment.Name, weights, proven, now);
        if (Run.Operation is not Operation.Rollback && weights != Before)
        {
            UndoRights.Mint(connection, transaction, Run, Before, now, now + TimeSpan.FromSeconds(environment.Options.WarmSeconds), VersionLeft());
        }
        else if (Run.Operation is not Operation.Rollback && proven)
        {
            // What has taken itself back is not taken back once more.
            UndoRights.Use(connection, transaction, Run.Id, Run.Id, now);
        }

        return [];
    };

    /// <summary>What the slot that is being left tells of itself.</summary>
    private string? VersionLeft() => Before.Live() is { } left ? feed.Latest<SlotSighting>(SlotSighting.KeyOf(environment.Name, left))?.Version : null;

    private TaskCompletionSource<string> Confirming(string bake)
        => _confirmed.GetOrAdd(bake, static _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
}
