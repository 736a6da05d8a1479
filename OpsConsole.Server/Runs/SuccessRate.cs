namespace OpsConsole.Server.Runs;

/// <summary>A run that began and has ended.</summary>
/// <param name="Environment">Where.</param>
/// <param name="State">How it ended.</param>
/// <param name="EndedAt">When, by the clock of that time.</param>
internal sealed record EndedRun(string Environment, RunPhase State, DateTimeOffset EndedAt);

/// <summary>
/// How many runs were attempted and what became of them, by their own ends. Pure. A clock that was set back puts some ends into the future:
/// they have happened all the same, and count.
/// </summary>
internal static class SuccessRate
{
    public static readonly TimeSpan Sliding = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_row = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_day = TimeSpan.FromHours(24);

    /// <summary>The runs that ended in the hour before <paramref name="now"/>, its first instant included.</summary>
    public static RateHour Hour(IEnumerable<EndedRun> runs, DateTimeOffset now)
    {
        var (attempts, succeeded, undone, failed) = Count(runs.Where(run => run.EndedAt >= now - Sliding));
        return new RateHour(attempts, succeeded, undone, failed, attempts == 0 ? null : (double)succeeded / attempts);
    }

    /// <summary>The rows of the last day that have a run, newest first.</summary>
    public static IReadOnlyList<RateRow> Rows(IEnumerable<EndedRun> runs, DateTimeOffset now) =>
    [
        .. runs
            .GroupBy(run => RowOf(run.EndedAt))
            .Where(row => row.Key >= From(now))
            .OrderByDescending(row => row.Key)
            .Select(row =>
            {
                var (attempts, succeeded, undone, failed) = Count(row);
                return new RateRow(row.Key, row.Key + s_row, attempts, succeeded, undone, failed);
            }),
    ];

    /// <summary>The start of the oldest row: the one that a day before <paramref name="now"/> lies in is shown whole.</summary>
    public static DateTimeOffset From(DateTimeOffset now) => RowOf(now - s_day);

    private static DateTimeOffset RowOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % s_row.Ticks), TimeSpan.Zero);

    private static (int Attempts, int Succeeded, int Undone, int Failed) Count(IEnumerable<EndedRun> runs)
    {
        var ends = runs.CountBy(run => run.State).ToDictionary();
        var succeeded = ends.GetValueOrDefault(RunPhase.Succeeded);
        var undone = ends.GetValueOrDefault(RunPhase.RolledBack) + ends.GetValueOrDefault(RunPhase.Aborted);
        var failed = ends.GetValueOrDefault(RunPhase.Failed);
        return (succeeded + undone + failed, succeeded, undone, failed);
    }
}
