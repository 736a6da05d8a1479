using OpsConsole.Server.Audit;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <inheritdoc cref="IRuns"/>
internal sealed class RunControl(
    EnvironmentCatalogue catalogue, GateEvaluator gates, RunLog log, RunStart start, RunPlanner planner, RunApproval approval, RunStop stop, Warmth warmth, RunRates rates, RunDesks desks, Refusals refusals)
    : IRuns
{
    public async Task<Result<RunState>> StartAsync(Actor actor, string environment, RunRequest request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var (found, refusal) = Admit(actor, environment, request, request.Operation);
        var result = refusal ?? await start.StartAsync(actor, found!, request, idempotencyKey, cancellationToken);
        if (result.Ok)
        {
            desks.Nudge(environment);
        }
        else
        {
            await refusals.EnterAsync(actor, environment, Words.Of(request.Operation), request.Reason, result.Refusal, cancellationToken);
        }

        return result;
    }

    public async Task<Result<RunPlan>> PlanAsync(Actor actor, string environment, RunRequest request, CancellationToken cancellationToken)
    {
        var (found, refusal) = Admit(actor, environment, request, request.Operation);
        if (refusal is { Kind: RefusalKind.NotAllowed })
        {
            await refusals.EnterAsync(actor, environment, Words.Of(request.Operation), request.Reason, refusal, cancellationToken);
        }

        return refusal ?? await planner.PlanAsync(actor, found!, request, cancellationToken);
    }

    public async Task<Result<RunState>> AbortAsync(Actor actor, long run, CancellationToken cancellationToken) => await StopAsync(
        actor,
        run,
        AuditActions.Abort,
        RunRecord.Abort,
        state => state switch
        {
            { State: RunPhase.Undoing } => $"Run {state.Id} is being taken back already; an undo is not stopped half-way.",
            { Operation: Operation.Rollback } => $"Run {state.Id} is a rollback; it is not stopped half-way.",
            _ => null,
        },
        cancellationToken);

    public async Task<Result<RunState>> ConfirmAsync(Actor actor, long run, CancellationToken cancellationToken) => await StopAsync(
        actor,
        run,
        AuditActions.Confirm,
        RunRecord.Confirm,
        state => state.State is RunPhase.Baking ? null : $"Run {state.Id} is {Words.Of(state.State)}: only a bake can be ended early.",
        cancellationToken);

    public async Task<Result<RunState>> ApproveAsync(Actor actor, long run, CancellationToken cancellationToken)
    {
        var record = await log.FindAsync(run, cancellationToken);
        var refusal = record is null ? RunStop.NotFound(run)
            : !Permissions.CanApprove(actor.Role) ? new Refusal(RefusalKind.NotAllowed, "Only a lead approves runs.")
            : null;
        if (refusal is null)
        {
            var approved = await approval.ApproveAsync(actor, record!, cancellationToken);
            if (approved.Ok)
            {
                return approved;
            }

            refusal = approved.Refusal;
        }

        return await refusals.EnterAsync(actor, record?.State.Environment, AuditActions.Approve, null, refusal, cancellationToken, run);
    }

    public Task<Result<EnvironmentState>> KeepWarmAsync(Actor actor, string environment, int seconds, CancellationToken cancellationToken)
        => warmth.KeepAsync(actor, environment, seconds, cancellationToken);

    public async Task<RunState?> FindAsync(long run, CancellationToken cancellationToken) => (await log.FindAsync(run, cancellationToken))?.State;

    public Task<IReadOnlyList<RunState>> ListAsync(RunQuery query, CancellationToken cancellationToken) => log.ListAsync(query, cancellationToken);

    public Task<RunRate> RateAsync(string? environment, CancellationToken cancellationToken) => rates.OfAsync(environment, cancellationToken);

    /// <summary>What is asked first of every request: is there such a place, may this person, is it well formed.</summary>
    private (ManagedEnvironment? Environment, Refusal? Refusal) Admit(Actor actor, string environment, RunRequest request, Operation operation)
    {
        var found = catalogue.Find(environment);
        var refusal = !Permissions.CanRun(actor.Role, operation)
            ? new Refusal(RefusalKind.NotAllowed, $"The role {(actor.Role is { } role ? Words.Of(role) : "of nobody")} may not start a {Words.Of(operation)}; an sre or a lead may.")
            : found is null ? catalogue.NotFound(environment)
            : RunRequestCheck.Of(request, gates.Names)
                ?? (request.OverrideGates is { Count: > 0 } && !Permissions.CanOverrideGates(actor.Role)
                    ? new Refusal(RefusalKind.NotAllowed, "Only an sre or a lead asks for a run although a gate fails.")
                    : null)
                ?? (found.Gateway is null || found.Options.Mode is Configuration.EnvironmentMode.WatchOnly
                    ? new Refusal(RefusalKind.NotSupported, $"{environment} is only watched: nothing is changed there.")
                    : operation is Operation.Upgrade && !found.Slots.CanUpgrade
                        ? new Refusal(RefusalKind.NotSupported, $"The slots of {environment} are external: a new version is put there where they run, and switched to here.")
                    : operation is Operation.Restart && !found.Slots.CanRestart
                        ? new Refusal(RefusalKind.NotSupported, $"The slots of {environment} are external: they are restarted where they run.")
                        : null);
        return (found, refusal);
    }

    private async Task<Result<RunState>> StopAsync(Actor actor, long run, string action, string kind, Func<RunState, string?> objection, CancellationToken cancellationToken)
    {
        var (stopped, environment) = await stop.AskAsync(actor, run, action, kind, objection, cancellationToken);
        if (!stopped.Ok)
        {
            await refusals.EnterAsync(actor, environment, action, null, stopped.Refusal, cancellationToken, run);
        }

        return stopped;
    }
}
