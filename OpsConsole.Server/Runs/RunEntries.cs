using OpsConsole.Server.Audit;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>What the audit log says of runs.</summary>
internal static class RunEntries
{
    /// <summary>Somebody asked for <paramref name="run"/>.</summary>
    public static NewEntry Asked(Actor actor, RunState run, IReadOnlyList<string> overrides) => new(
        actor,
        AuditActions.Run,
        AuditOutcome.Asked,
        run.Environment,
        run.Target.Word(),
        run.Reason,
        run.Ticket,
        run.Id,
        Gates(run, overrides));

    /// <summary>A step came to an end.</summary>
    public static NewEntry Step(RunState run, string step, AuditOutcome outcome, string? detail)
        => new(Actor.Console, AuditActions.Step, outcome, run.Environment, step, null, run.Ticket, run.Id, detail);

    /// <summary>The run came to its end.</summary>
    public static NewEntry End(RunState run) => new(
        Actor.Console,
        AuditActions.Run,
        run.State switch
        {
            RunPhase.Succeeded => AuditOutcome.Succeeded,
            RunPhase.RolledBack or RunPhase.Aborted => AuditOutcome.Undone,
            _ => AuditOutcome.Failed,
        },
        run.Environment,
        run.Target.Word(),
        null,
        run.Ticket,
        run.Id,
        $"{Words.Of(run.Operation)} {Words.Of(run.State)}: {run.Outcome}");

    /// <summary>Somebody asked something of a run at work.</summary>
    public static NewEntry Stop(Actor actor, RunState run, string action)
        => new(actor, action, AuditOutcome.Asked, run.Environment, run.Target.Word(), null, run.Ticket, run.Id, $"{Words.Of(run.Operation)} was {Words.Of(run.State)}");

    /// <summary>A second person agreed.</summary>
    public static NewEntry Approved(Actor actor, RunState run) => new(
        actor, AuditActions.Approve, AuditOutcome.Succeeded, run.Environment, run.Target.Word(), null, run.Ticket, run.Id, $"{Words.Of(run.Operation)}, agreed to {run.Approval!.Binding}");

    /// <summary>What was agreed to is not so any more.</summary>
    public static NewEntry Voided(RunState run) => new(
        Actor.Console, AuditActions.Approve, AuditOutcome.Failed, run.Environment, run.Target.Word(), null, run.Ticket, run.Id, run.Approval!.Void);

    private static string Gates(RunState run, IReadOnlyList<string> overrides)
    {
        var blocking = run.Gates.Where(gate => gate.Blocks).Select(gate => $"{gate.Name} {Words.Of(gate.State)}").ToList();
        return $"{Words.Of(run.Operation)} to {run.Target.Word()}"
            + (run.Undoes is { } undone ? $", taking back run {undone}" : "")
            + (run.Version is { } version ? $", version {version}" : "")
            + (run.Weights is { } weights ? $", shares {string.Join(", ", weights)} %" : "")
            + (run.NoReturn is { } point ? $", {point.Step} cannot be taken back altogether" : "")
            + (run.BreakGlass ? ", without the second person it needs (break-glass)" : "")
            + (run.Approval is { } approval ? $", needs a yes: {approval.Why}" : "")
            + (blocking.Count == 0 ? ", gates hold" : $", gates against it: {string.Join(", ", blocking)}")
            + (overrides.Count == 0 ? "" : $", overridden: {string.Join(", ", overrides)}");
    }
}
