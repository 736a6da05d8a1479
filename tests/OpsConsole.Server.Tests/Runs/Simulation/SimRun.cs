using OpsConsole.Server.Audit;
using OpsConsole.Server.Live;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>A run as somebody asks for it in the simulated world, through as many lives of the console as it needs, and what must be so at its end.</summary>
internal sealed class SimRun : IAsyncDisposable
{
    private static readonly Weights s_blue = Weights.AllTo(Slot.Blue);
    private static readonly Weights s_green = Weights.AllTo(Slot.Green);

    private readonly SimStore _store = new();
    private readonly Operation _operation;
    private readonly Weights _before;
    private readonly Weights _wanted;
    private long _run;

    public SimRun(Operation operation)
    {
        _operation = operation;
        _before = operation is Operation.Rollback ? s_green : s_blue;
        _wanted = operation is Operation.Rollback ? s_blue : operation is Operation.Canary ? new Weights(70, 30) : s_green;
        Outside.Weights = _before;
    }

    public SimOutside Outside { get; } = new();

    /// <summary>Writes it down, as the door does.</summary>
    public async Task AskAsync(int bakeSeconds)
    {
        var now = Outside.Now;
        var state = new RunState(
            0, "shop", _operation, _wanted.Green > 0 ? Slot.Green : Slot.Blue, RunPhase.Running, "a test", null, "ann", null, now, null, null,
            _operation is Operation.Rollback ? 0 : bakeSeconds, null, [], [], new Predicted(null), new Measured(null, null, null), [])
        {
            Weights = _operation is Operation.Canary ? [5, 30] : null,
            Version = _operation is Operation.Upgrade ? "1.2.0" : null,
            VersionBefore = _operation is Operation.Upgrade ? "1.1.0" : null,
            Undoes = _operation is Operation.Rollback ? 1 : null,
        };
        await using var console = new SimConsole(_store, Outside, SimTrouble.None);
        state = state with { Steps = [.. console.PlanOf(state).Select(step => new StepState(step.Name, StepPhase.Pending, null, null, 0, null))] };
        var audit = new AuditLog(_store.Database, new AuditNews(new LiveFeed(TimeProvider.System)), console.World, TimeProvider.System);
        _run = await _store.Database.WriteAsync(
            (connection, transaction) =>
            {
                EstablishedWeights.Set(connection, transaction, "shop", _before, proven: true, now);
                var id = _operation is Operation.Rollback ? WriteSwitch(connection, transaction, state) : 0;
                id = RunLog.Create(connection, transaction, new RunRecord(state, _before, []));
                if (_operation is Operation.Rollback)
                {
                    UndoRights.Use(connection, transaction, 1, id, now);
                }

                audit.Append(connection, transaction, RunEntries.Asked(new Actor("ann", Role.Sre, "api"), state with { Id = id }, []));
                return id;
            },
            default);
    }

    /// <summary>One life; gives what it touched, and whether the run has ended.</summary>
    public async Task<(IReadOnlyList<string> Touches, bool Ended)> LiveAsync(SimTrouble trouble, Func<IStep, IStep>? instead = null)
    {
        await using var console = new SimConsole(_store, Outside, trouble);
        var ended = await console.LiveAsync(instead);
        return (console.World.Touches, ended);
    }

    /// <summary>Lives in peace until it has ended.</summary>
    public async Task FinishAsync(Func<IStep, IStep>? instead = null)
    {
        for (var life = 0; life < 5; life++)
        {
            if ((await LiveAsync(SimTrouble.None, instead)).Ended)
            {
                return;
            }
        }

        Assert.Fail($"{_operation} is stuck: {(await FindAsync()).State}");
    }

    public async Task<RunState> FindAsync() => (await new RunLog(_store.Database).FindAsync(_run, default))!.State;

    /// <summary>Record, gateway, slots, right and log agree, whichever way it ended.</summary>
    public async Task<RunPhase> JudgeAsync(string what)
    {
        var run = await FindAsync();
        var (established, right) = await _store.Database.ReadAsync(
            connection => (EstablishedWeights.Find(connection, "shop"), UndoRights.Newest(connection, null, "shop")), default);
        Assert.True(run.Ended, $"{what}: stuck at {run.State}");
        switch (run.State)
        {
            case RunPhase.Succeeded:
                Assert.True((Outside.Weights, established) == (_wanted, new Established(_wanted, true)), $"{what}: {run.State}, gateway {Outside.Weights}, record {established}");
                Assert.True(_operation is Operation.Rollback ? right!.UsedBy == _run : right is { UsedBy: null } && right.Back == _before, $"{what}: {run.State}, right {right}");
                Assert.True(_operation is not Operation.Upgrade || Outside.Versions[Slot.Green] == "1.2.0", $"{what}: green runs {Outside.Versions[Slot.Green]}");
                break;
            case RunPhase.RolledBack or RunPhase.Aborted:
                Assert.True((Outside.Weights, established) == (_before, new Established(_before, true)), $"{what}: {run.State}, gateway {Outside.Weights}, record {established}");
                Assert.True(right is null || (_operation is Operation.Rollback ? right.UsedBy is null : right.UsedBy == _run), $"{what}: {run.State}, right {right}");
                Assert.True(Outside.Versions[Slot.Green] == "1.1.0", $"{what}: green runs {Outside.Versions[Slot.Green]}");
                break;
            default:
                Assert.True(established is { Proven: false } || run.Steps.Any(step => step.State is StepPhase.UndoFailed), $"{what}: {run.State}, and the record says all is proven: {established}");
                break;
        }

        await EntriesAgreeAsync(what, run);
        return run.State;
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static long WriteSwitch(Microsoft.Data.Sqlite.SqliteConnection connection, Microsoft.Data.Sqlite.SqliteTransaction transaction, RunState like)
    {
        var switched = like with { Operation = Operation.Switch, Target = Slot.Green, State = RunPhase.Succeeded, StartedAt = like.CreatedAt, EndedAt = like.CreatedAt, Undoes = null };
        var id = RunLog.Create(connection, transaction, new RunRecord(switched, s_blue, []));
        UndoRights.Mint(connection, transaction, switched with { Id = id }, s_blue, like.CreatedAt, like.CreatedAt.AddHours(1));
        return id;
    }

    /// <summary>Asked once, ended once, every step that succeeded entered; and the chain holds.</summary>
    private async Task EntriesAgreeAsync(string what, RunState run)
    {
        var entries = await _store.Database.ReadAsync(
            connection => Dapper.SqlMapper.Query<(string Action, string Outcome, string? Target)>(connection, "SELECT action, outcome, target FROM entries WHERE run_id = @run", new { run = _run }).ToList(), default);
        Assert.True(entries.Count(entry => entry is { Action: "run", Outcome: "asked" }) == 1, $"{what}: asked {string.Join(", ", entries)}");
        Assert.True(entries.Count(entry => entry.Action == "run" && entry.Outcome != "asked") == 1, $"{what}: ended {string.Join(", ", entries)}");
        foreach (var step in run.Steps.Where(step => step.State is StepPhase.Succeeded))
        {
            Assert.True(entries.Exists(entry => entry.Action == "step" && entry.Target == step.Name && entry.Outcome == "succeeded"), $"{what}: no entry of {step.Name}");
        }
    }
}
