namespace OpsConsole.Server.Runs;

/// <summary>One line of a run's log: <paramref name="Step"/> reached <paramref name="Phase"/>.</summary>
internal sealed record RunEvent(DateTimeOffset At, string Step, StepPhase Phase, string? Detail);
