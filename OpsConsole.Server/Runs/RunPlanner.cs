using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Runs.Plans;

namespace OpsConsole.Server.Runs;

/// <summary>Says what a run would do. Looks, and changes nothing.</summary>
internal sealed class RunPlanner(GateEvaluator gates, RunPlans plans, RunLog log, ILiveFeed feed)
{
    public async Task<Result<RunPlan>> PlanAsync(ManagedEnvironment environment, RunRequest request, CancellationToken cancellationToken)
    {
        var where = await SlotsNow.ReadAsync(environment, await log.EstablishedAsync(environment.Name, cancellationToken), request, cancellationToken);
        if (!where.Ok)
        {
            return where.Refusal;
        }

        var (weights, target) = where.Value;
        var bake = request.Operation is Operation.Switch ? request.BakeSeconds ?? environment.Options.BakeSeconds : 0;
        var past = await log.PastAsync(environment.Name, request.Operation, cancellationToken);
        var streams = feed.AgeOf<TrafficNow>(environment.Name) < Evidence.Oldest ? feed.Latest<TrafficNow>(environment.Name)?.OpenStreams : null;
        return new RunPlan(
            [.. plans.For(request.Operation, bake).Select(step => new PlannedStep(
                step.Name,
                !step.Lasting,
                step.Name == StepNames.Bake ? bake : PastRuns.ExpectedSeconds(past, step.Name)))],
            await gates.EvaluateAsync(environment.Name, request.Operation, target, cancellationToken),
            weights is null || request.Operation is Operation.Restart ? "" : environment.Gateway!.Diff(weights, Weights.AllTo(target)),
            streams is null ? null : streams.Blue + streams.Green,
            PastRuns.Predict(past).Seconds is { } expected ? expected + bake : null);
    }
}
