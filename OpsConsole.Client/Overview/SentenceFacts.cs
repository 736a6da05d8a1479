using OpsConsole.Client.Runs;

namespace OpsConsole.Client.Overview;

/// <summary>Everything that the sentence of an overview is made of.</summary>
/// <param name="Name">The environment's name.</param>
/// <param name="Environment">As it was last read; null before the first time.</param>
/// <param name="Health">Its components.</param>
/// <param name="Clock">Its clocks.</param>
/// <param name="Traffic">Its newest second.</param>
/// <param name="Active">The run at work.</param>
/// <param name="Last">The newest run that ended.</param>
/// <param name="Now">Now.</param>
/// <param name="Silence">For how long the environment's source has told nothing, when that is too long.</param>
/// <param name="ClockSilence">The same of the clocks.</param>
public sealed record SentenceFacts(
    string Name,
    EnvironmentState? Environment,
    HealthState? Health,
    ClockState? Clock,
    TrafficNow? Traffic,
    RunState? Active,
    RunState? Last,
    DateTimeOffset Now,
    TimeSpan? Silence = null,
    TimeSpan? ClockSilence = null)
{
    /// <summary>What earlier runs left.</summary>
    public PastChanges Past { get; init; } = PastChanges.None;
}
