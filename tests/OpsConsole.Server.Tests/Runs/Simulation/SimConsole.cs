using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Live;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Runs.Plans;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>One life of a console over a real store: the real executor, the real plans, a world and a clock of the test's making.</summary>
internal sealed class SimConsole : IAsyncDisposable
{
    private readonly SimStore _store;
    private readonly SimOutside _outside;
    private readonly SimTrouble _trouble;
    private readonly AutoTime _time;
    private readonly RunJournal _journal;
    private readonly Leases _leases;
    private readonly RunExecutor _executor;
    private readonly RunPlans _plans;
    private readonly LiveFeed _feed;
    private readonly ManagedEnvironment _environment;

    public SimConsole(SimStore store, SimOutside outside, SimTrouble trouble)
    {
        _store = store;
        _outside = outside;
        _trouble = trouble;
        _time = new AutoTime(outside.Now);
        OneThread.Here.Time = _time;
        World = new SimLife(outside, trouble, _time);
        store.Database.Committing = World.Committing;
        _feed = new LiveFeed(_time);
        _leases = new Leases(store.Database, _time);
        _journal = new RunJournal(store.Database, new AuditLog(store.Database, new AuditNews(_feed), World, _time), _time, NullLogger<RunJournal>.Instance);
        var recorder = new RunRecorder(_journal, _leases, _time, NullLogger<RunRecorder>.Instance);
        _executor = new RunExecutor(recorder, new RunUndo(recorder, _time, NullLogger<RunUndo>.Instance), _time, NullLogger<RunExecutor>.Instance);
        _environment = new ManagedEnvironment("shop", false, new EnvironmentOptions(), World, World, World) { Http = new HttpMessageInvoker(World, disposeHandler: false) };
        _plans = new RunPlans(new GateEvaluator([World], new EnvironmentCatalogue([_environment]), NullLogger<GateEvaluator>.Instance), _time);
        Log = new RunLog(store.Database);
    }

    public SimLife World { get; }

    public RunLog Log { get; }

    public IReadOnlyList<IStep> PlanOf(RunState run) => _plans.For(run);

    /// <summary>Takes the run up where its log ends. False when this life ended before the run did.</summary>
    public async Task<bool> LiveAsync(Func<IStep, IStep>? instead = null)
    {
        try
        {
            if (await Log.FindActiveAsync("shop", World.Dead) is not { } record)
            {
                return true;
            }

            World.Target = record.State.Target;
            var lease = await _leases.TryHoldAsync("shop", World.Dead);
            using var context = new StepContext(record, _environment, lease!, _journal, _leases, _feed, _time);
            using var events = new CancellationTokenSource();
            var happening = Task.WhenAll(
                AtAsync(_trouble.AbortAfter, () => context.Abort("bob"), events.Token),
                AtAsync(_trouble.ClockBackAfter, () => _time.SetBack(TimeSpan.FromHours(1)), events.Token));
            try
            {
                await _executor.ExecuteAsync(context, [.. _plans.For(record.State).Select(step => instead?.Invoke(step) ?? step)], World.Dead);
                await _journal.FlushAsync();
            }
            finally
            {
                events.Cancel();
                await happening;
            }

            return !World.Dead.IsCancellationRequested && context.Run.Ended;
        }
        catch (OperationCanceledException) when (World.Dead.IsCancellationRequested)
        {
            return false;
        }
        catch (StoreException)
        {
            // Not even the lease could be taken: the next look tries again.
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _store.Database.Committing = null;
        _outside.Now = _time.GetUtcNow() + _trouble.Away;
        World.Dispose();
    }

    private async Task AtAsync(TimeSpan? when, Action happens, CancellationToken cancellationToken)
    {
        if (when is not { } after)
        {
            return;
        }

        try
        {
            await Task.Delay(after, _time, cancellationToken);
            happens();
        }
        catch (OperationCanceledException)
        {
            // The run was over before.
        }
    }
}
