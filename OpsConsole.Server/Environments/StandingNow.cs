using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Environments;

/// <summary>What was said of an environment and stands, as the store had it when it was last read.</summary>
/// <param name="Environment">Of which.</param>
/// <param name="ReadAt">When it was read.</param>
/// <param name="Freeze">The freeze that was in force then.</param>
/// <param name="Reports">What was reported from outside, by gate.</param>
/// <param name="Ticks">What was ticked, by item of the checklist.</param>
/// <param name="Right">The right to take back what the newest run did to the traffic, used or not; null when none ever moved it.</param>
internal sealed record StandingNow(
    string Environment,
    DateTimeOffset ReadAt,
    FreezeState? Freeze,
    IReadOnlyDictionary<string, Report> Reports,
    IReadOnlyDictionary<string, Tick> Ticks,
    UndoRight? Right = null) : ILiveState
{
    string ILiveState.Key => Environment;

    /// <summary>The freeze that is in force at <paramref name="now"/>.</summary>
    public FreezeState? FreezeAt(DateTimeOffset now) => Freeze is { } freeze && freeze.Until > now ? freeze : null;
}
