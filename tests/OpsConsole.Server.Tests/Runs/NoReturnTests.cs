using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>An upgrade whose migration goes one way is never taken for one that can be taken back.</summary>
public sealed class NoReturnTests : SmallConsoleTests
{
    private const string Remains = "The data stays as 1.2.0 has changed it: that migration goes one way.";

    private static readonly RunRequest s_upgrade = new(Operation.Upgrade, Version: "1.2.0", BakeSeconds: 0, Reason: "a test");

    private protected override ManagedEnvironment Arrange()
    {
        var environment = _world.Environment();
        environment.Options.Upgrade.Migrates = DataMigration.OneWay;
        environment.Options.Gates["backup"] = new GateOptions { Kind = GateOptions.Post };
        environment.Options.Smoke.Add(new SmokeOptions { Path = "/smoke" });
        return environment;
    }

    private protected override async Task ReadyAsync()
    {
        await _console.ReadyButForAsync("backup");
        await BackupAsync();
    }

    [Fact]
    public async Task Plan_NamesTheStepAndWhatAnUndoWouldReallyDo()
    {
        var plan = (await _console.Runs.PlanAsync(SmallConsole.Ann, "shop", s_upgrade with { DryRun = true }, default)).Value!;
        Assert.Equal(new PointOfNoReturn("install", $"Traffic goes back to blue, and 1.1.0 into green. {Remains}", Remains), plan.NoReturn);
        Assert.Equal(("install", Remains), Assert.Single(plan.Plan, step => !step.Undoable) is var step ? (step.Name, step.Remains) : default);
        Assert.Null((await _console.Runs.PlanAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Switch, DryRun: true), default)).Value!.NoReturn);
    }

    [Fact]
    public async Task Upgrade_WithAFreshBackup_NeedsNobodyAndMakesTheWayBackRed()
    {
        var asked = await _console.Runs.StartAsync(SmallConsole.Ann, "shop", s_upgrade, null, default);
        var run = await _console.EndAsync(asked.Value!.Id);
        Assert.Equal((RunPhase.Succeeded, null, "install"), (run.State, run.Approval, run.NoReturn?.Step));
        var undo = (await Eventually.IsAsync(() => Task.FromResult(_console.Feed.Latest<EnvironmentState>("shop")?.Undo), undo => undo?.Run == run.Id))!;
        Assert.Equal((false, Remains), (undo.Ready, undo.Remains));
        var right = await _store.Database.ReadAsync(connection => UndoRights.Newest(connection, null, "shop"), default);
        Assert.Equal(("1.0.0", Remains), (right!.Version, right.Remains));
        Assert.Contains(await _console.EntriesAsync(AuditActions.Run), entry => entry.Detail!.Contains("install cannot be taken back altogether", StringComparison.Ordinal));
        Assert.Equal(RunPhase.Succeeded, (await _console.RunAsync(Operation.Rollback)).State);
    }

    [Fact]
    public async Task Upgrade_TakenBack_SaysWhatStays()
    {
        _world.Bad = path => path == "/smoke";
        var asked = await _console.Runs.StartAsync(SmallConsole.Ann, "shop", s_upgrade, null, default);
        var run = await _console.EndAsync(asked.Value!.Id);
        Assert.Equal((RunPhase.RolledBack, "1.1.0"), (run.State, _world.Version(Slot.Green)));
        Assert.EndsWith(Remains, run.Outcome, StringComparison.Ordinal);
        Assert.Equal($"green runs 1.1.0 again. {Remains}", run.Steps.Single(step => step.Name == StepNames.Install).Detail);
    }

    [Fact]
    public async Task Upgrade_BackupIsTooOld_WaitsForASecondPerson()
    {
        await _store.Database.WriteAsync((connection, transaction) => Dapper.SqlMapper.Execute(connection, "UPDATE reports SET reported_at = @at", new { at = Rfc3339.Write(TimeProvider.System.GetUtcNow().AddMinutes(-61)) }, transaction), default);
        await Eventually.IsAsync(
            () => _console.Of<IGates>().EvaluateAsync("shop", Operation.Upgrade, Slot.Green, default),
            gates => gates.Any(gate => gate is { Name: "backup", State: GateVerdict.Pass } && TimeProvider.System.GetUtcNow() - gate.MeasuredAt > FreshBackup.Oldest));
        var asked = (await _console.Runs.StartAsync(SmallConsole.Ann, "shop", s_upgrade, null, default)).Value!;
        Assert.Equal((RunPhase.AwaitingApproval, $"{Remains} And no backup of the last hour has passed."), (asked.State, asked.Approval?.Why));
        Assert.Contains(asked.Approval!.Facts, fact => fact == new RunFact("point of no return", $"install: {Remains}"));
        Assert.Equal(RunPhase.Succeeded, (await _console.ApproveAndEndAsync(asked.Id, SmallConsole.Lead)).State);
    }

    [Fact]
    public async Task Upgrade_BackupGrewOldWhileItWaitedForItsTime_ChangesNothing()
    {
        var opens = TimeProvider.System.GetUtcNow().AddSeconds(4);
        var run = (await _console.Runs.StartAsync(SmallConsole.Ann, "shop", s_upgrade with { Window = new RunWindow(opens, opens.AddHours(1)) }, null, default)).Value!;
        Assert.Equal(RunPhase.Scheduled, run.State);
        await _store.Database.WriteAsync((connection, transaction) => Dapper.SqlMapper.Execute(connection, "UPDATE reports SET reported_at = @at", new { at = Rfc3339.Write(TimeProvider.System.GetUtcNow().AddMinutes(-61)) }, transaction), default);
        var ended = await _console.EndAsync(run.Id);
        Assert.Equal((RunPhase.RolledBack, "1.1.0"), (ended.State, _world.Version(Slot.Green)));
        Assert.StartsWith("No backup of the last hour passes any more, and install cannot be taken back altogether", ended.Outcome, StringComparison.Ordinal);
        Assert.DoesNotContain(Remains, ended.Outcome, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GateOptions.Post, null, 3600, true)]
    [InlineData(GateOptions.Post, null, 3601, false)]
    [InlineData(GateOptions.File, 3600, 0, true)]
    [InlineData(GateOptions.File, 3601, 0, false)]
    [InlineData(GateOptions.Http, null, 0, false)] // It says that it is content, not since when.
    public void FreshBackup_IsOneWhoseSourceTellsItsAge(string kind, int? maxAge, int age, bool fresh)
    {
        var source = new GateOptions { Kind = kind, MaxAgeSeconds = maxAge };
        Assert.Equal(fresh, FreshBackup.IsIn([Gate(GateVerdict.Pass, age)], source, Sample.At));
        Assert.False(FreshBackup.IsIn([Gate(GateVerdict.Unknown, age)], source, Sample.At));
        Assert.False(FreshBackup.IsIn([Gate(GateVerdict.Pass, age)], null, Sample.At));
    }

    private static GateResult Gate(GateVerdict state, int age) => new("backup", state, "", Sample.At.AddSeconds(-age), true);

    private async Task BackupAsync()
        => Assert.True((await _console.Of<IEvidence>().ReportAsync(SmallConsole.Ann, "shop", "backup", new EvidenceReport(GateVerdict.Pass, "dump of tonight", 86_400), default)).Ok);
}
