using Dapper;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>A store with runs that ended when a test says.</summary>
internal sealed class PastStore : IAsyncDisposable
{
    private readonly TempDatabase _store = new();

    public FakeTime Time { get; } = new();

    public Database Database => _store.Database;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Writes a run down that began, took so long and ended so long ago; gives its number.</summary>
    public Task<long> AddAsync(RunPhase state, TimeSpan ago, double seconds = 1, Func<RunState, RunState>? change = null)
    {
        var end = Now - ago;
        var run = Sample.Run(0, state) with { StartedAt = end.AddSeconds(-seconds), EndedAt = end };
        return WriteAsync(change?.Invoke(run) ?? run);
    }

    /// <summary>A rollback that came through.</summary>
    public Task<long> AddRollbackAsync(TimeSpan ago, double seconds) => AddAsync(RunPhase.Succeeded, ago, seconds, run => run with { Operation = Operation.Rollback });

    /// <summary>A switch that failed and took back what it had done in so many seconds.</summary>
    public async Task<long> AddUndoneAsync(TimeSpan ago, double seconds)
    {
        var run = await AddAsync(
            RunPhase.RolledBack, ago, seconds + 5, run => run with { Steps = [new(StepNames.Shift, StepPhase.Pending, null, null, 0, null), new(StepNames.Receipts, StepPhase.Pending, null, null, 0, null)] });
        var end = Now - ago;
        (string Step, StepPhase Phase, double Before)[] events =
        [
            (StepNames.Shift, StepPhase.Running, seconds + 2), (StepNames.Shift, StepPhase.Succeeded, seconds + 1), (StepNames.Receipts, StepPhase.Running, seconds + 1),
            (StepNames.Receipts, StepPhase.Failed, seconds), (StepNames.Shift, StepPhase.Undoing, seconds), (StepNames.Shift, StepPhase.Undone, 0),
        ];
        await Database.WriteAsync(
            (connection, transaction) =>
            {
                foreach (var (n, (step, phase, before)) in events.Index())
                {
                    connection.Execute(
                        "INSERT INTO run_events (run_id, n, at, step, phase) VALUES (@run, @n, @at, @step, @phase)",
                        new { run, n = n + 1, at = Rfc3339.Write(end.AddSeconds(-before)), step, phase = Words.Of(phase) },
                        transaction);
                }
            },
            default);
        return run;
    }

    public Task<long> WriteAsync(RunState run) => Database.WriteAsync((connection, transaction) => RunLog.Create(connection, transaction, new RunRecord(run, null, [])), default);

    public Task EndAsync(long run) => Database.WriteAsync(
        (connection, transaction) => connection.Execute("UPDATE runs SET state = 'succeeded', ended_at = @now WHERE id = @run", new { run, now = Rfc3339.Write(Now) }, transaction), default);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
