namespace OpsConsole.Server.Tests.Runs;

/// <summary>Runs as they might be.</summary>
internal static class Sample
{
    public static DateTimeOffset At { get; } = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    public static RunState Run(long id, RunPhase state, params (string Name, StepPhase State)[] steps) => new(
        id,
        "shop",
        Operation.Switch,
        Slot.Green,
        state,
        "a test",
        null,
        "ann",
        null,
        At,
        At,
        state >= RunPhase.Succeeded ? At.AddSeconds(9) : null,
        0,
        null,
        [.. steps.Select((step, index) => new StepState(
            step.Name, step.State, step.State is StepPhase.Pending ? null : At.AddSeconds(index), step.State is StepPhase.Pending or StepPhase.Running ? null : At.AddSeconds(index + 1), 1, null))],
        [],
        new Predicted(null),
        new Measured(null, null, null),
        []);
}
