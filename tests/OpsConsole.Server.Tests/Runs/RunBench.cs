using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Live;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Slots;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>One life of a console that carries out a run: the real executor over a real store, in a world of the test's making.</summary>
internal sealed class RunBench : IAsyncDisposable
{
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9");

    private readonly TempDatabase _store;
    private readonly RunJournal _journal;
    private readonly Leases _leases;
    private readonly RunExecutor _executor;

    public RunBench(TempDatabase store, MortalWorld world)
    {
        _store = store;
        World = world;
        Feed = new LiveFeed(TimeProvider.System);
        _leases = new Leases(store.Database, TimeProvider.System);
        _journal = new RunJournal(store.Database, new AuditLog(store.Database, new AuditNews(Feed), world, world), TimeProvider.System, NullLogger<RunJournal>.Instance);
        var recorder = new RunRecorder(_journal, _leases, world, NullLogger<RunRecorder>.Instance);
        _executor = new RunExecutor(recorder, new RunUndo(recorder, TimeProvider.System, NullLogger<RunUndo>.Instance), world, NullLogger<RunExecutor>.Instance);
        Log = new RunLog(store.Database);
        Environment = new ManagedEnvironment("shop", false, new EnvironmentOptions(), world, new ExternalSlots(s_nowhere, s_nowhere), null);
    }

    public MortalWorld World { get; }

    public LiveFeed Feed { get; }

    public RunLog Log { get; }

    public ManagedEnvironment Environment { get; }

    /// <summary>Writes a switch to green down, as the door does.</summary>
    public static Task<long> AskAsync(TempDatabase store, IReadOnlyList<IStep> plan) => store.Database.WriteAsync(
        (connection, transaction) => RunLog.Create(connection, transaction, new RunRecord(
            new RunState(
                0,
                "shop",
                Operation.Switch,
                Slot.Green,
                RunPhase.Running,
                "a test",
                null,
                "ann",
                null,
                TimeProvider.System.GetUtcNow(),
                null,
                null,
                0,
                null,
                [.. plan.Select(step => new StepState(step.Name, StepPhase.Pending, null, null, 0, null))],
                [],
                new Predicted(null),
                new Measured(null, null, null),
                []),
            Weights.AllTo(Slot.Blue),
            [],
            null,
            null)),
        default);

    /// <summary>Takes the run up where its log ends. False when this life ended before the run did.</summary>
    public async Task<bool> LiveAsync(IReadOnlyList<IStep> plan, Action<StepContext>? meanwhile = null)
    {
        if (await Log.FindActiveAsync("shop", default) is not { } record)
        {
            return true;
        }

        var lease = await _leases.TryHoldAsync("shop", default);
        using var context = new StepContext(record, Environment, lease!, _journal, _leases, Feed, World);
        meanwhile?.Invoke(context);
        try
        {
            await _executor.ExecuteAsync(context, plan, World.Dead);
            await _journal.FlushAsync();
            return !World.Dead.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (World.Dead.IsCancellationRequested)
        {
            return false;
        }
    }

    public Task<Established?> EstablishedAsync() => _store.Database.ReadAsync(connection => EstablishedWeights.Find(connection, "shop"), default);

    public ValueTask DisposeAsync() => _journal.DisposeAsync();
}
