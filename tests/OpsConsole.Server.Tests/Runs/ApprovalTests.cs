using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>Some runs need a second person, who agrees to exactly what was asked for.</summary>
public sealed class ApprovalTests : SmallConsoleTests
{
    private static readonly Actor s_second = new("max", Role.Lead, "browser 127.0.0.1");

    [Fact]
    public async Task Override_ByOne_WaitsForTheOther()
    {
        _world.Traffic = _ => SmallWorld.Told(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), streams: 500);
        await Eventually.IsAsync(() => GatesAsync(), gates => gates.Any(gate => gate is { Name: "streams", Blocks: true }));
        Assert.Equal(RefusalKind.GateFailed, (await _console.AskAsync(Operation.Switch, actor: SmallConsole.Lead)).Refusal?.Kind);

        var asked = (await _console.AskAsync(Operation.Switch, overrides: ["streams"])).Value!;
        Assert.Equal(RunPhase.AwaitingApproval, asked.State);
        Assert.Contains("streams", asked.Approval!.Why, StringComparison.Ordinal);
        Assert.Equal(0, _world.Changes);

        var ended = await _console.ApproveAndEndAsync(asked.Id, s_second);
        Assert.Equal((RunPhase.Succeeded, "max"), (ended.State, ended.ApprovedBy));
        var entry = (await _console.EntriesAsync(AuditActions.Approve))[0];
        Assert.Equal(("max", AuditOutcome.Succeeded), (entry.Actor, entry.Outcome));
        Assert.Contains(ended.Approval!.Binding, entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_AfterALongWait_BeginsAllTheSame()
    {
        var run = (await _console.AskAsync(Operation.Switch, overrides: ["streams"])).Value!;
        await _store.Database.WriteAsync(
            (connection, transaction) => Dapper.SqlMapper.Execute(connection, "UPDATE runs SET created_at = '2026-03-14T09:00:00.000Z'", null, transaction), default);
        Assert.Equal(RunPhase.Succeeded, (await _console.ApproveAndEndAsync(run.Id, s_second)).State);
    }

    public static TheoryData<Actor, Actor> SamePerson { get; } = new()
    {
        { new Actor("lea", Role.Lead, "browser 127.0.0.1"), new Actor("lea", Role.Lead, "cli") },
        { new Actor("lea", Role.Lead, "browser 127.0.0.1"), new Actor("robot", Role.Lead, "api 127.0.0.1") { Owner = "lea" } },
        { new Actor("robot", Role.Sre, "api 127.0.0.1") { Owner = "lea" }, new Actor("lea", Role.Lead, "browser 127.0.0.1") },
        { new Actor("robot", Role.Sre, "api 127.0.0.1") { Owner = "lea" }, new Actor("other", Role.Lead, "api 127.0.0.1") { Owner = "lea" } },
    };

    [Theory]
    [MemberData(nameof(SamePerson))]
    public async Task Approve_OwnRun_IsRefused(Actor asks, Actor agrees)
    {
        var run = (await _console.AskAsync(Operation.Switch, actor: asks, overrides: ["streams"])).Value!;
        var answer = await _console.Runs.ApproveAsync(agrees, run.Id, default);
        Assert.Equal(RefusalKind.NotAllowed, answer.Refusal?.Kind);
        Assert.Equal(RunPhase.AwaitingApproval, (await _console.Runs.FindAsync(run.Id, default))!.State);
        Assert.Single(await _console.EntriesAsync(AuditActions.Refusal));
        Assert.Equal(RunPhase.Succeeded, (await _console.ApproveAndEndAsync(run.Id, s_second)).State);
    }

    [Fact]
    public async Task Approve_ByAnSre_IsRefused()
    {
        var run = (await _console.AskAsync(Operation.Switch, overrides: ["streams"])).Value!;
        Assert.Equal(RefusalKind.NotAllowed, (await _console.Runs.ApproveAsync(new Actor("sam", Role.Sre, "cli"), run.Id, default)).Refusal?.Kind);
    }

    [Fact]
    public async Task Approve_AFactHasChanged_NamesItAndHoldsForTheNextLook()
    {
        var run = (await _console.AskAsync(Operation.Switch, overrides: ["streams"])).Value!;
        _world.Mood(Slot.Blue, SlotMood.Unwell);
        await Eventually.IsAsync(() => Task.FromResult(_console.Feed.Latest<EnvironmentState>("shop")), state => state?.Of(Slot.Blue).State is SlotCondition.Down or SlotCondition.Degraded);

        var first = await _console.Runs.ApproveAsync(s_second, run.Id, default);
        Assert.Equal(RefusalKind.WrongState, first.Refusal?.Kind);
        Assert.Contains("blue state was up, and is", first.Refusal!.Detail, StringComparison.Ordinal);
        var shown = (await _console.Runs.FindAsync(run.Id, default))!;
        Assert.Equal((RunPhase.AwaitingApproval, null), (shown.State, shown.ApprovedBy));
        Assert.Contains("blue state", shown.Approval!.Void, StringComparison.Ordinal);
        Assert.NotEqual(run.Approval!.Binding, shown.Approval.Binding);
    }

    [Fact]
    public async Task Approve_AVersionHasChanged_NamesIt()
    {
        var run = (await _console.AskAsync(Operation.Switch, overrides: ["streams"])).Value!;
        _world.Says = (slot, version) => slot == Slot.Green ? "1.1.1" : version;
        await Eventually.BecomesTrueAsync(() => _console.Feed.Latest<EnvironmentState>("shop")?.Of(Slot.Green).Version == "1.1.1");

        var answer = await _console.Runs.ApproveAsync(s_second, run.Id, default);
        Assert.Equal(RefusalKind.WrongState, answer.Refusal?.Kind);
        Assert.Contains("green version was 1.1.0, and is 1.1.1 now", answer.Refusal!.Detail, StringComparison.Ordinal);
        Assert.NotEqual(run.Approval!.Binding, (await _console.Runs.FindAsync(run.Id, default))!.Approval!.Binding);
    }

    [Fact]
    public async Task Start_AFactHasChangedSinceTheYes_VoidsItAndNamesIt()
    {
        var opens = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(8);
        var run = await ScheduledAsync(new RunWindow(opens, opens.AddHours(1)));
        await Eventually.IsAsync(async () => (await _console.Runs.ApproveAsync(s_second, run.Id, default)).Ok, ok => ok);
        _world.Mood(Slot.Blue, SlotMood.Unwell);

        var voided = await _console.BecomesAsync(run.Id, RunPhase.AwaitingApproval);

        Assert.Null(voided!.ApprovedBy);
        Assert.Contains("The yes of max is void: ", voided.Approval!.Void, StringComparison.Ordinal);
        Assert.Equal(0, _world.Changes);
        Assert.Contains(await _console.EntriesAsync(AuditActions.Approve), entry => entry is { Outcome: AuditOutcome.Failed } && entry.RunId == run.Id);
    }

    [Fact]
    public async Task Window_HasEndedBeforeAYes_IsGivenUp()
    {
        var opens = TimeProvider.System.GetUtcNow();
        var run = await ScheduledAsync(new RunWindow(opens, opens.AddSeconds(1)));
        var ended = await _console.EndAsync(run.Id);
        Assert.Equal(RunPhase.RolledBack, ended.State);
        Assert.Contains("nothing was changed", ended.Outcome, StringComparison.Ordinal);
        Assert.All(ended.Steps, step => Assert.Equal(StepPhase.Skipped, step.State));
    }

    [Fact]
    public async Task Waiting_KeepsNothingElseFromStarting()
    {
        var run = (await _console.AskAsync(Operation.Switch, overrides: ["streams"])).Value!;
        Assert.Equal(RunPhase.Succeeded, (await _console.RunAsync(Operation.Switch)).State);
        Assert.Equal(RunPhase.Succeeded, (await _console.RunAsync(Operation.Rollback)).State);
        Assert.Null(_console.Feed.Latest<EnvironmentState>("shop")!.ActiveRun);
        var aborted = await _console.Runs.AbortAsync(SmallConsole.Ann, run.Id, default);
        Assert.Equal(RunPhase.Aborted, aborted.Value?.State);
        Assert.Equal(RefusalKind.WrongState, (await _console.Runs.ApproveAsync(s_second, run.Id, default)).Refusal?.Kind);
    }

    [Fact]
    public async Task BreakGlass_NeedsNobodyAndIsEntered()
    {
        var asked = await _console.Runs.StartAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Switch, BakeSeconds: 0, Reason: "nobody answers", OverrideGates: ["streams"], BreakGlass: true), null, default);
        var ended = await _console.EndAsync(asked.Value!.Id);
        Assert.Equal((RunPhase.Succeeded, true), (ended.State, ended.BreakGlass));
        Assert.Contains(await _console.EntriesAsync(AuditActions.Run), entry => entry.Detail!.Contains("break-glass", StringComparison.Ordinal));
    }

    private async Task<RunState> ScheduledAsync(RunWindow window)
    {
        var asked = await _console.Runs.StartAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Switch, BakeSeconds: 0, Reason: "a test", OverrideGates: ["streams"], Window: window), null, default);
        Assert.True(asked.Ok, asked.Refusal?.Detail);
        return asked.Value;
    }

    private async Task<IReadOnlyList<GateResult>> GatesAsync()
        => (await _console.Runs.PlanAsync(SmallConsole.Ann, "shop", new RunRequest(Operation.Switch, DryRun: true), default)).Value!.Gates;
}
