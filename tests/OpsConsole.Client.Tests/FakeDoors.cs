namespace OpsConsole.Client.Tests;

/// <summary>The doors, with what a test put behind them. What is asked of them is kept.</summary>
internal sealed class FakeDoors : IEnvironments, IRuns, IGates, IAudit, IFreezes, IWindows, IChecklists, IGatewayChecks
{
    public List<RunState> Runs { get; } = [];

    public List<AuditEntry> Entries { get; } = [];

    public List<GateResult> Gates { get; } = [new("clocks", GateVerdict.Pass, "5 nodes within 12 ms.", null, true), new("storage", GateVerdict.Pass, "61 % is free.", null, false)];

    public List<(string What, Actor Actor, RunRequest? Request, string? Key)> Asked { get; } = [];

    public List<FreezeRequest> Freezes { get; } = [];

    /// <summary>The run that the next changes are answered with; one at work when null.</summary>
    public RunState? Answer { get; set; }

    /// <summary>What the next changes are refused with; nothing when null.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>What the usual plan becomes for a request.</summary>
    public Func<RunRequest, RunPlan, Result<RunPlan>> Plan { get; set; } = (_, usual) => usual;

    /// <summary>The next window; none is configured when null.</summary>
    public RunWindow? NextWindow { get; set; }

    /// <summary>What is found in the configuration of the gateway.</summary>
    public List<GatewayFinding> Findings { get; } = [];

    public List<ChecklistItem> Checklist { get; } = [];

    public List<ChecklistTick> Ticks { get; } = [];

    /// <summary>How well runs went; nothing ran unless said otherwise.</summary>
    public RunRate Rate { get; set; } = new(new RateHour(0, 0, 0, 0, null), [], new WaysBack(0, null, null, []), new PredictionError(0, null));

    /// <summary>Keeps answers back until it is done.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public IReadOnlyList<string> Names { get; set; } = [Situation.Name];

    public Task<Result<GatewayCheck>> CheckAsync(string environment, CancellationToken cancellationToken)
        => Task.FromResult<Result<GatewayCheck>>(Refusal is { } refusal ? refusal : new GatewayCheck(environment, Situation.Now, [.. Findings]));

    public bool IsSandbox(string environment) => environment == "sandbox";

    public int BakeSeconds(string environment, Operation operation) => 600;

    public TrafficState? Traffic(string environment, int minutes) => new(environment, "gateway", 5, []);

    public Task<Result<RunState>> StartAsync(Actor actor, string environment, RunRequest request, string? idempotencyKey, CancellationToken cancellationToken)
        => AnswerAsync("start", actor, request, idempotencyKey);

    public Task<Result<RunPlan>> PlanAsync(Actor actor, string environment, RunRequest request, CancellationToken cancellationToken)
    {
        Asked.Add(("plan", actor, request, null));
        return Task.FromResult(Plan(request, new RunPlan(
            [new("gates", true, 0.2), new("shift", true, 0.1), new("bake", true, 600)], [.. Gates], "- blue 0\n+ blue 100", 37, 601)
        { Approval = request.OverrideGates is null ? null : "Gates are to be overridden: clocks." }));
    }

    public Task<Result<RunState>> AbortAsync(Actor actor, long run, CancellationToken cancellationToken) => AnswerAsync("abort", actor, null, null);

    public Task<Result<RunState>> ConfirmAsync(Actor actor, long run, CancellationToken cancellationToken) => AnswerAsync("confirm", actor, null, null);

    public Task<Result<RunState>> ApproveAsync(Actor actor, long run, CancellationToken cancellationToken) => AnswerAsync("approve", actor, null, null);

    public Task<Result<EnvironmentState>> KeepWarmAsync(Actor actor, string environment, int seconds, CancellationToken cancellationToken)
    {
        Asked.Add((string.Create(System.Globalization.CultureInfo.InvariantCulture, $"keep-warm {seconds}"), actor, null, null));
        return Task.FromResult<Result<EnvironmentState>>(Refusal is { } refusal ? refusal : Situation.Environment());
    }

    public Task<Result<EnvironmentState>> FreezeAsync(Actor actor, string environment, FreezeRequest request, CancellationToken cancellationToken)
    {
        Freezes.Add(request);
        return Task.FromResult<Result<EnvironmentState>>(Refusal is { } refusal ? refusal : Situation.Environment());
    }

    public Task<Result<EnvironmentState>> UnfreezeAsync(Actor actor, string environment, CancellationToken cancellationToken)
    {
        Asked.Add(("unfreeze", actor, null, null));
        return Task.FromResult<Result<EnvironmentState>>(Refusal is { } refusal ? refusal : Situation.Environment());
    }

    public Task<RunState?> FindAsync(long run, CancellationToken cancellationToken) => Task.FromResult(Runs.Find(known => known.Id == run));

    public Task<IReadOnlyList<RunState>> ListAsync(RunQuery query, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<RunState>>([.. Runs.Where(run => (query.Environment is null || run.Environment == query.Environment) && (query.State is null || run.State == query.State) && (!query.ForReview || (run.Ended && (run.BreakGlass || run.Gates.Any(gate => gate.Blocks))))).OrderByDescending(run => run.Id).Take(query.Limit)]);

    public Task<RunRate> RateAsync(string? environment, CancellationToken cancellationToken)
        => Task.FromResult(Rate);

    public RunWindow? Next(string environment) => NextWindow;

    public Task<Result<ChecklistState>> ReadAsync(string environment, CancellationToken cancellationToken) => Task.FromResult<Result<ChecklistState>>(new ChecklistState([.. Checklist]));

    public Task<Result<ChecklistState>> TickAsync(Actor actor, string environment, ChecklistRequest request, CancellationToken cancellationToken)
    {
        if (Refusal is { } refusal)
        {
            return Task.FromResult<Result<ChecklistState>>(refusal);
        }

        Ticks.AddRange(request.Items);
        foreach (var tick in request.Items)
        {
            var known = Checklist.FindIndex(item => item.Name == tick.Name);
            Checklist[known] = Checklist[known] with { Ticked = tick.Ticked, TickedBy = actor.Name, TickedAt = Situation.Now, ValidUntil = Situation.Now.AddHours(1) };
        }

        return ReadAsync(environment, cancellationToken);
    }

    public Task<IReadOnlyList<GateResult>> EvaluateAsync(string environment, Operation operation, Slot target, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<GateResult>>([.. Gates]);

    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<AuditEntry>>([.. Entries
            .Where(entry => (query.Before is null || entry.Seq < query.Before) && (query.Outcome is null || entry.Outcome == query.Outcome) && (query.Actor is null || entry.Actor == query.Actor))
            .OrderByDescending(entry => entry.Seq).Take(query.Limit)]);

    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken) => Task.FromResult(new AuditVerification(true, Entries.Count, new string('a', 64), null));

    private async Task<Result<RunState>> AnswerAsync(string what, Actor actor, RunRequest? request, string? key)
    {
        Asked.Add((what, actor, request, key));
        if (Hold is not null)
        {
            await Hold.Task;
        }

        return Refusal is { } refusal ? refusal : Answer ?? Situation.Run(RunPhase.Running, id: 413);
    }
}
