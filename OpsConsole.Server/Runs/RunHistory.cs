using System.Globalization;

namespace OpsConsole.Server.Runs;

/// <summary>What a run's log says, and what it does not allow to be said next. Pure: no clock, no I/O.</summary>
internal static class RunHistory
{
    /// <summary>The run after <paramref name="next"/>.</summary>
    /// <exception cref="InvalidOperationException">It cannot follow what was said before.</exception>
    public static RunState Apply(RunState run, RunEvent next)
    {
        var steps = run.Steps.Select(step => step.Name == next.Step ? Apply(step, next) : step).ToList();
        return run with
        {
            Steps = steps,
            StartedAt = run.StartedAt ?? next.At,
            State = PhaseOf(steps),
        };
    }

    /// <summary>The steps of a run that was given up before it began.</summary>
    public static IReadOnlyList<StepState> Skipped(IEnumerable<StepState> steps) => [.. steps.Select(step => step with { State = StepPhase.Skipped })];

    /// <summary>Of two pictures of one run the one that tells more of it.</summary>
    public static RunState Later(RunState one, RunState other) => Told(one) > Told(other) ? one : other;

    /// <summary>Whether the run only goes back from here.</summary>
    public static bool IsUndoing(RunState run) => PhaseOf(run.Steps) is RunPhase.Undoing;

    /// <summary>Where a run with these steps stands, as long as it has not ended.</summary>
    public static RunPhase PhaseOf(IEnumerable<StepState> steps)
    {
        var phase = RunPhase.Running;
        foreach (var step in steps)
        {
            if (step.State is StepPhase.Failed or StepPhase.Undoing or StepPhase.Undone or StepPhase.UndoFailed)
            {
                return RunPhase.Undoing;
            }

            // Until the next step begins or the run has ended, also when its bake has: a state between the two would be news of nothing.
            if (step.State is StepPhase.Running or StepPhase.Succeeded)
            {
                phase = StepNames.IsBake(step.Name) ? RunPhase.Baking : RunPhase.Running;
            }
        }

        return phase;
    }

    /// <summary>Rises with every event.</summary>
    private static int Told(RunState run) => run.Steps.Sum(step => step.Attempt + step.State switch
    {
        StepPhase.Pending or StepPhase.Running => 0,
        StepPhase.Succeeded or StepPhase.Failed or StepPhase.Skipped => 1,
        StepPhase.Undoing => 2,
        _ => 3,
    });

    private static StepState Apply(StepState step, RunEvent next)
    {
        Require(step.State, next.Phase);
        return next.Phase switch
        {
            StepPhase.Running => step with { State = next.Phase, StartedAt = step.StartedAt ?? next.At, EndedAt = null, Attempt = step.Attempt + 1, Detail = next.Detail },
            StepPhase.Undoing => step with { State = next.Phase, EndedAt = null, Detail = next.Detail ?? step.Detail },
            _ => step with { State = next.Phase, EndedAt = next.At, Detail = next.Detail ?? step.Detail },
        };
    }

    /// <summary>Throws when <paramref name="next"/> cannot follow <paramref name="current"/>. A repeat after a crash may.</summary>
    private static void Require(StepPhase current, StepPhase next)
    {
        var allowed = (current, next) switch
        {
            (StepPhase.Pending or StepPhase.Running, StepPhase.Running) => true,
            (StepPhase.Pending, StepPhase.Skipped) => true,
            (StepPhase.Running, StepPhase.Succeeded or StepPhase.Failed) => true,
            // Also what could not be taken back: whoever takes the run up tries once more.
            (StepPhase.Running or StepPhase.Succeeded or StepPhase.Failed or StepPhase.Undoing or StepPhase.UndoFailed, StepPhase.Undoing) => true,
            (StepPhase.Undoing, StepPhase.Undone or StepPhase.UndoFailed) => true,
            _ => false,
        };
        if (!allowed)
        {
            throw new InvalidOperationException($"A step that is {current} cannot become {next}.");
        }
    }
}

/// <summary>The names of the steps, as they stand in the API and in the log.</summary>
internal static class StepNames
{
    public const string Gates = "gates";
    public const string Warm = "warm";
    public const string Shift = "shift";
    public const string Receipts = "receipts";
    public const string Bake = "bake";
    public const string Restart = "restart";
    public const string Install = "install";
    public const string Smoke = "smoke";
    public const string Snapshot = "snapshot";
    public const string Reload = "reload";

    /// <summary>Of a canary: the shift of tagged requests.</summary>
    public const string ShiftTag = "shift-tag";

    /// <summary>Of a canary: the bake with tagged requests alone.</summary>
    public const string BakeTag = "bake-tag";

    /// <summary>Of a canary: the shift to one of its shares.</summary>
    public static string ShiftTo(int share) => string.Create(CultureInfo.InvariantCulture, $"{Shift}-{share}");

    /// <summary>Of a canary: the bake at one of its shares.</summary>
    public static string BakeAt(int share) => string.Create(CultureInfo.InvariantCulture, $"{Bake}-{share}");

    /// <summary>Whether a step of that name is a bake.</summary>
    public static bool IsBake(string name) => name == Bake || name.StartsWith(Bake + "-", StringComparison.Ordinal);

    /// <summary>Whether a step of that name moves traffic.</summary>
    public static bool IsShift(string name) => name == Shift || name.StartsWith(Shift + "-", StringComparison.Ordinal);
}
