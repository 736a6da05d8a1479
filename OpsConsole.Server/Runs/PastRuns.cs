namespace OpsConsole.Server.Runs;

/// <summary>What past runs let expect of the next one. Pure.</summary>
internal static class PastRuns
{
    /// <summary>So many of the newest are looked at.</summary>
    public const int Considered = 20;

    /// <summary>The median of how long <paramref name="step"/> took in the past runs that did it, in seconds; null without any.</summary>
    public static double? ExpectedSeconds(IEnumerable<RunState> runs, string step) => Median(runs
        .SelectMany(run => run.Steps)
        .Where(state => state.Name == step && state is { State: StepPhase.Succeeded, Attempt: 1, StartedAt: not null, EndedAt: not null })
        .Select(state => (state.EndedAt!.Value - state.StartedAt!.Value).TotalSeconds));

    /// <summary>The median of how long past runs took without their bakes, in seconds; null without any.</summary>
    public static Predicted Predict(IEnumerable<RunState> runs) => new(Median(runs
        .Where(run => run.State is RunPhase.Succeeded)
        .Select(run => run.Steps
            .Where(step => !StepNames.IsBake(step.Name) && step is { StartedAt: not null, EndedAt: not null })
            .Sum(step => (step.EndedAt!.Value - step.StartedAt!.Value).TotalSeconds))));

    private static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Where(value => value >= 0).Order().ToList();
        return sorted.Count == 0 ? null : Math.Round(sorted[sorted.Count / 2], 3);
    }
}
