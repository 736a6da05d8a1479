namespace OpsConsole.Server.Runs.Bakes;

/// <summary>Why a run has to be undone.</summary>
/// <param name="Rule">The name of the rule that says so.</param>
/// <param name="Why">In one sentence.</param>
internal sealed record BakeTrip(string Rule, string Why);

/// <summary>One thing that is watched in a bake.</summary>
internal interface IBakeRule
{
    /// <summary>Its values against their limits.</summary>
    IEnumerable<WatchRule> Now { get; }

    /// <summary>Watches until it is cancelled. Whatever it cannot see it says in <see cref="Now"/>; it never ends by itself.</summary>
    Task WatchAsync(StepContext context, Action<BakeTrip> trip, CancellationToken cancellationToken);
}
