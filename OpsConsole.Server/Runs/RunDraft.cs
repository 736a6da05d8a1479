using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Runs.Plans;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>Makes of a request the run that it asks for, as it would be written down. A dry run shows the same one.</summary>
internal sealed class RunDraft(RunPlans plans, RunFacts facts, RunLog log, TimeProvider time)
{
    public async Task<RunRecord> MakeAsync(
        Actor actor, ManagedEnvironment environment, RunRequest request, SlotsNow where, IReadOnlyList<GateResult> gates, CancellationToken cancellationToken)
    {
        var operation = request.Operation;
        var now = Rfc3339.Read(Rfc3339.Write(time.GetUtcNow()));
        var state = new RunState(
            0,
            environment.Name,
            operation,
            where.Target,
            RunPhase.Running,
            request.Reason?.Trim() ?? "",
            request.Ticket?.Trim(),
            actor.Name,
            null,
            now,
            null,
            null,
            Bakes(operation) ? request.BakeSeconds ?? environment.Options.RuleOf(operation).BakeSeconds : 0,
            null,
            [],
            gates,
            PastRuns.Predict(await log.PastAsync(environment.Name, operation, cancellationToken)),
            new Measured(null, null, null),
            [])
        {
            Class = environment.Options.Classes.Of(operation),
            Weights = operation is Operation.Canary && CanaryShares.Beyond(where.Weights, where.Target, request) is { Count: > 0 } shares ? shares : null,
            Match = operation is Operation.Canary ? request.Match : null,
            Version = request.Version,
            VersionBefore = operation is Operation.Upgrade ? where.TargetVersion : null,
            Window = request.Window,
            Undoes = where.Undoes,
        };
        state = state with { NoReturn = NoReturn.Of(state, environment.Options.Upgrade) };
        state = state with { Steps = [.. plans.For(state).Select(step => new StepState(step.Name, StepPhase.Pending, null, null, 0, null))] };
        return new RunRecord(Permitted(environment, request, state, now), where.Weights, request.OverrideGates ?? [], RequesterOwner: actor.Owner);
    }

    private static bool Bakes(Operation operation) => operation is Operation.Switch or Operation.Canary or Operation.Upgrade or Operation.ReloadConfig;

    /// <summary>The run with whose yes it needs, and the phase that it begins in.</summary>
    private RunState Permitted(ManagedEnvironment environment, RunRequest request, RunState state, DateTimeOffset now)
    {
        var approval = environment.Options.Approval;
        var unsaved = FreshBackup.IsIn(state.Gates, environment.Options.Gates.GetValueOrDefault(GateCheck.Backup), now) ? null : state.NoReturn;
        var why = ApprovalNeed.Of(state.Operation, state.Class, approval.Classes, request.OverrideGates ?? [], unsaved);
        if (why is not null && !request.BreakGlass)
        {
            var rests = facts.Of(state);
            return state with
            {
                State = RunPhase.AwaitingApproval,
                Approval = new ApprovalState(why, now + TimeSpan.FromMinutes(approval.Minutes), rests, RunFacts.Binding(state, rests), null, null),
            };
        }

        return state with
        {
            State = state.Window is { } window && window.Start > now ? RunPhase.Scheduled : RunPhase.Running,
            BreakGlass = why is not null,
        };
    }
}
