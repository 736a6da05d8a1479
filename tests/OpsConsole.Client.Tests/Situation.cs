namespace OpsConsole.Client.Tests;

/// <summary>States of an environment, all well unless said otherwise.</summary>
internal static class Situation
{
    public const string Name = "dify-prod";

    public static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 26, 53, 589, TimeSpan.Zero);

    public static EnvironmentState Environment(
        Slot? live = Slot.Green,
        SlotCondition blue = SlotCondition.Up,
        SlotCondition green = SlotCondition.Up,
        EnvironmentCondition state = EnvironmentCondition.Ok,
        Weights? weights = null,
        bool unread = false,
        bool? agrees = true,
        long? active = null,
        long? last = null,
        bool? undo = true,
        string name = Name,
        long? undoRun = 412,
        FreezeState? freeze = null) => new(
            name,
            state,
            live,
            new GatewayState("nginx", "http://127.0.0.1:8080", unread ? null : weights ?? (live is { } slot ? Weights.AllTo(slot) : new Weights(30, 70)), Now, agrees, []),
            [
                new SlotState(Slot.Blue, "1.15.0", blue, null, "http://127.0.0.1:9001", 4711, Now.AddHours(-3), null),
                new SlotState(Slot.Green, "1.16.1", green, null, "http://127.0.0.1:9002", 4712, Now.AddHours(-3), null),
            ],
            active,
            last,
            freeze,
            new UndoReadiness(undo, ["blue 1.15.0 answers."], undoRun is null ? null : Now.AddMinutes(24), Now.AddDays(-6), 0.4) { Run = undoRun });

    public static RunState Run(
        RunPhase state = RunPhase.Succeeded,
        Operation operation = Operation.Switch,
        Slot target = Slot.Green,
        long id = 412,
        string? at = null,
        string? outcome = null,
        int bakeSeconds = 600,
        string environment = Name) => new(
            id,
            environment,
            operation,
            target,
            state,
            "1.16.1 fixes the stuck index queue",
            "OPS-2114",
            "sre-2",
            null,
            Now.AddMinutes(-10),
            Now.AddMinutes(-10),
            state >= RunPhase.Succeeded ? Now.AddMinutes(-5) : null,
            bakeSeconds,
            outcome,
            Steps(operation is Operation.Rollback ? ["shift", "receipts"] : ["gates", "warm", "shift", "receipts", "bake"], state, at),
            [new GateResult("clocks", GateVerdict.Pass, "5 nodes within 12 ms.", Now, false)],
            new Predicted(1.9),
            new Measured(11.4, 107.2, new Receipts(20, 20, 0)),
            state is RunPhase.Baking ? [new WatchRule("failed-probes", 0, 3, "0 of 3 in a row"), new WatchRule("error-ratio", null, 0.5, "too few answers")] : []);

    /// <summary>A canary to green through these shares, ended unless said otherwise.</summary>
    public static RunState Canary(int[] shares, RunPhase state = RunPhase.Succeeded, string? at = null, long id = 412)
        => Run(state, Operation.Canary, id: id) with
        {
            Weights = shares,
            Steps = Steps(["gates", "warm", .. shares.SelectMany(share => share == shares[^1] ? [$"shift-{share}", "receipts", $"bake-{share}"] : new[] { $"shift-{share}", $"bake-{share}" })], state, at),
        };

    /// <summary>A run that waits for a second person.</summary>
    public static RunState Waiting(Operation operation = Operation.Switch, long id = 413, string by = "sre-2", string? gone = null) => Run(RunPhase.AwaitingApproval, operation, id: id) with
    {
        RequestedBy = by,
        StartedAt = null,
        Steps = [.. Run(operation: operation).Steps.Select(step => new StepState(step.Name, StepPhase.Pending, null, null, 0, null))],
        Class = ChangeClass.Large,
        Approval = new ApprovalState(
            "A switch is a large change here.", Now.AddHours(1), [new RunFact("green version", "1.16.1"), new RunFact("gate clocks", "pass")], $"7f3a{new string('0', 58)}c2", null, gone),
    };

    public static HealthState Health(params ComponentHealth[] components) => new(Name, components.Length > 0 ? components : [Component("api", Slot.Blue), Component("api", Slot.Green), Component("PostgreSQL")]);

    public static ComponentHealth Component(string name, Slot? slot = null, ComponentCondition state = ComponentCondition.Up, string? error = null)
        => new(name, "http", slot, state, state is ComponentCondition.Up ? 3.2 : null, Now.AddMinutes(-2), error, Now);

    public static ClockState Clock(params ClockNode[] nodes) => new(Name, new ClockThresholds(0.05, 1), nodes.Length > 1 ? nodes.Max(node => node.OffsetSeconds) - nodes.Min(node => node.OffsetSeconds) : null, nodes);

    public static ClockNode Node(string name, double? offset, double? bound = 0.002, ClockCondition state = ClockCondition.Ok, bool? synchronised = true)
        => new(name, name, offset, bound, "chrony", synchronised, state, Now, null);

    public static TrafficNow Traffic(double? qps = 212, double? p95 = 184, double? errors = 0.0002) => new(Name, "gateway", Now, qps, 40, p95, 260, errors, new OpenStreams(0, 37));

    public static AuditEntry Entry(long seq, string actor = "sre-2", AuditOutcome outcome = AuditOutcome.Succeeded, string action = AuditActions.Run)
        => new(seq, Now.AddSeconds(seq), null, actor, Role.Sre, "browser 10.0.4.17", action, Name, "green", "because", null, outcome, 412, null, new string('a', 64), new string('b', 64));

    private static List<StepState> Steps(string[] names, RunPhase state, string? at)
    {
        at ??= state is RunPhase.Baking ? "bake" : state >= RunPhase.Succeeded ? null : names[0];
        var number = at is null ? names.Length : Array.IndexOf(names, at);
        return
        [
            .. names.Select((name, index) => index < number
                ? new StepState(name, StepPhase.Succeeded, Now.AddMinutes(-10), Now.AddMinutes(-9), 1, "done")
                : new StepState(name, index == number ? StepPhase.Running : StepPhase.Pending, index == number ? Now.AddMinutes(-6) : null, null, index == number ? 1 : 0, null)),
        ];
    }
}
