namespace OpsConsole.Shared;

/// <summary>Which runs are wanted.</summary>
/// <param name="Environment">Of one environment; null for all.</param>
/// <param name="State">In one state; null for all.</param>
/// <param name="Before">Older than this run; null from the newest on.</param>
/// <param name="Limit">How many at most, 1 to 500.</param>
/// <param name="ForReview">Only what has ended and was let through in spite of a gate, or without the second person it needed.</param>
public sealed record RunQuery(string? Environment = null, RunPhase? State = null, long? Before = null, int Limit = 50, bool ForReview = false);

/// <summary>The one door to every change. Rights and gates are checked behind it, for pages, API and command line alike.</summary>
public interface IRuns
{
    /// <summary>
    /// Asks for a run. It is written down, with its entry in the audit log, before anything happens.
    /// A second request with the same <paramref name="idempotencyKey"/> and the same content gives the first one's run.
    /// </summary>
    Task<Result<RunState>> StartAsync(Actor actor, string environment, RunRequest request, string? idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Says what <see cref="StartAsync"/> would do; changes nothing.</summary>
    Task<Result<RunPlan>> PlanAsync(Actor actor, string environment, RunRequest request, CancellationToken cancellationToken);

    /// <summary>Stops a run and takes it back.</summary>
    Task<Result<RunState>> AbortAsync(Actor actor, long run, CancellationToken cancellationToken);

    /// <summary>Ends a bake early as good.</summary>
    Task<Result<RunState>> ConfirmAsync(Actor actor, long run, CancellationToken cancellationToken);

    /// <summary>Approves a run that waits for a second person.</summary>
    Task<Result<RunState>> ApproveAsync(Actor actor, long run, CancellationToken cancellationToken);

    /// <summary>Keeps the slot that the newest run left so many seconds longer for the way back.</summary>
    Task<Result<EnvironmentState>> KeepWarmAsync(Actor actor, string environment, int seconds, CancellationToken cancellationToken);

    /// <summary>The run; null when there is none of that number.</summary>
    Task<RunState?> FindAsync(long run, CancellationToken cancellationToken);

    /// <summary>Runs, newest first.</summary>
    Task<IReadOnlyList<RunState>> ListAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>How well runs go in <paramref name="environment"/>; null for all.</summary>
    Task<RunRate> RateAsync(string? environment, CancellationToken cancellationToken);
}
