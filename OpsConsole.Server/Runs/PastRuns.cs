namespace OpsConsole.Server.Runs;

/// <summary>What past runs let expect of the next one. Pure.</summary>
internal static class PastRuns
{
    /// <summary>So many of the newest are looked at.</summary>
    public const int Considered = 20;

    /// <summary>The median of how long <paramref name="step"/> took in the past runs that did it, in seconds; null without any.</summary>
    public static double? ExpectedSeconds(IEnumerable<RunState> runs, string step) => Median.Of(runs
        .SelectMany(run => run.Steps)
        .Where(state => state.Name == step && state is { State: StepPhase.Succeeded, Attempt: 1, StartedAt: not null, EndedAt: not null })
        .Select(state => (state.EndedAt!.Value - state.StartedAt!.Value).TotalSeconds)
        .Where(seconds => seconds >= 0));

    /// <summary>The medians of how long past runs took without their bakes, in seconds, and of what they hurt; null without any.</summary>
    public static Predicted Predict(IEnumerable<RunState> runs)
    {
        var succeeded = runs.Where(run => run.State is RunPhase.Succeeded).ToList();
        return new Predicted(
            Median.Of(succeeded.Select(run => run.Actual?.Seconds ?? Seconds(run)).OfType<double>()),
            Median.Of(succeeded.Select(run => run.Actual?.Requests).OfType<int>()),
            Median.Of(succeeded.Select(run => run.Actual?.Streams).OfType<int>()));
    }

    /// <summary>What became of <paramref name="run"/>, which has ended. What did not succeed took no time that was predicted.</summary>
    public static Actual ActualOf(RunState run) => new(run.State is RunPhase.Succeeded ? Seconds(run) : null, run.Actual?.Requests, run.Actual?.Streams);

    /// <summary>How long the steps of a run took without its bakes; null where the clock was set back in one.</summary>
    private static double? Seconds(RunState run)
    {
        var steps = run.Steps
            .Where(step => !StepNames.IsBake(step.Name) && step is { StartedAt: not null, EndedAt: not null })
            .Select(step => (step.EndedAt!.Value - step.StartedAt!.Value).TotalSeconds)
            .ToList();
        return steps.Any(seconds => seconds < 0) ? null : Math.Round(steps.Sum(), 3);
    }
}
