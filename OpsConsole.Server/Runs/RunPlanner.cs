using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Runs.Plans;

namespace OpsConsole.Server.Runs;

/// <summary>Says what a run would do. Looks, and changes nothing.</summary>
internal sealed class RunPlanner(GateEvaluator gates, RunPlans plans, RunDraft draft, RunLog log, ILiveFeed feed, TimeProvider time)
{
    public async Task<Result<RunPlan>> PlanAsync(Actor actor, ManagedEnvironment environment, RunRequest request, CancellationToken cancellationToken)
    {
        var where = await SlotsNow.ReadAsync(environment, await log.StandingAsync(environment.Name, cancellationToken), request, time.GetUtcNow(), cancellationToken);
        if (!where.Ok)
        {
            return where.Refusal;
        }

        var judged = gates.Evaluate(environment.Name, request.Operation, where.Value.Target, request.Window?.After(time.GetUtcNow()));
        var run = (await draft.MakeAsync(actor, environment, request, where.Value, judged, cancellationToken)).State;
        var past = await log.PastAsync(environment.Name, request.Operation, cancellationToken);
        var streams = feed.AgeOf<TrafficNow>(environment.Name) < Evidence.Oldest ? feed.Latest<TrafficNow>(environment.Name)?.OpenStreams : null;
        var steps = plans.For(run);
        return new RunPlan(
            [.. steps.Select(step => Planned(step, StepNames.IsBake(step.Name) ? run.BakeSeconds : PastRuns.ExpectedSeconds(past, step.Name)))],
            judged,
            where.Value.Weights is { } weights && Ends(run) is { } ends ? environment.Gateway!.Diff(weights, ends) : "",
            streams is null ? null : streams.Blue + streams.Green,
            run.Predicted.Seconds is { } expected ? expected + (run.BakeSeconds * steps.Count(step => StepNames.IsBake(step.Name))) : null)
        {
            Class = run.Class,
            Approval = run.Approval?.Why,
            BakeSeconds = run.BakeSeconds,
            NoReturn = run.NoReturn,
            Rule = environment.Options.RuleOf(run.Operation),
        };
    }

    private static PlannedStep Planned(IStep step, double? expected)
        => new(step.Name, !step.Lasting && step.Remains is null, expected) { Remains = step.Remains };

    /// <summary>Where traffic goes when all has gone well; null where it stays.</summary>
    private static Weights? Ends(RunState run) => run.Operation switch
    {
        Operation.Restart or Operation.ReloadConfig => null,
        Operation.Canary => CanaryShares.Stages(run)[^1].Weights,
        _ => Weights.AllTo(run.Target),
    };
}
