namespace OpsConsole.Support.Load;

/// <summary>One request of the prober and what came of it. Times count from the prober's start.</summary>
/// <param name="ScheduledAt">When it should have been sent.</param>
/// <param name="SentAt">When it was.</param>
/// <param name="EndedAt">When its answer was complete, or it failed.</param>
/// <param name="Status">The status code; null without an answer.</param>
/// <param name="ServedBy"><c>X-Served-By</c>; null without one.</param>
/// <param name="Version"><c>X-Version</c>; null without one.</param>
/// <param name="Failure">What went wrong, by name; null for an answer of 200 whose body was complete and that named its slot.</param>
public sealed record LoadAnswer(TimeSpan ScheduledAt, TimeSpan SentAt, TimeSpan EndedAt, int? Status, string? ServedBy, string? Version, string? Failure);

/// <summary>Everything the prober saw.</summary>
/// <param name="BeganAt">When its clock stood at zero.</param>
/// <param name="Answers">One per request, as they ended.</param>
/// <param name="Reopened">How many kept connections were found closed before use: no failure, every client sees these.</param>
public sealed record LoadReport(DateTimeOffset BeganAt, IReadOnlyList<LoadAnswer> Answers, int Reopened)
{
    public IReadOnlyList<LoadAnswer> Failed => [.. Answers.Where(answer => answer.Failure is not null)];

    /// <summary>One line for messages: how many, and each failure's name with its count.</summary>
    public string Summary
        => $"{Answers.Count} requests, {Failed.Count} failed, {Reopened} reopened"
            + string.Concat(Failed.GroupBy(answer => answer.Failure!).Select(group => $"; {group.Key}: {group.Count()} (first at {group.Min(answer => answer.SentAt):c})"));

    /// <summary>The latency, counted from the schedule, under which a <paramref name="share"/> of the good answers lie, in milliseconds.</summary>
    public double LatencyMs(double share)
    {
        var sorted = Answers.Where(answer => answer.Failure is null).Select(answer => (answer.EndedAt - answer.ScheduledAt).TotalMilliseconds).Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
    }

    /// <summary>When <paramref name="answer"/> was asked for, by the calendar.</summary>
    public DateTimeOffset Sent(LoadAnswer answer) => BeganAt + answer.SentAt;

    /// <summary>When <paramref name="answer"/> had arrived, by the calendar.</summary>
    public DateTimeOffset Ended(LoadAnswer answer) => BeganAt + answer.EndedAt;

    /// <summary>From <paramref name="instant"/> on: when the first answer of <paramref name="slot"/> had arrived, in milliseconds; null when none did.</summary>
    public double? FirstFrom(string slot, DateTimeOffset instant)
        => Of(slot, instant, TimeSpan.MaxValue).Select(answer => (double?)SinceMs(answer, instant)).Min();

    /// <summary>Within <paramref name="limit"/> from <paramref name="instant"/> on: when the last answer of <paramref name="slot"/> had arrived, in milliseconds; null when none did.</summary>
    public double? LastFrom(string slot, DateTimeOffset instant, TimeSpan limit)
        => Of(slot, instant, limit).Select(answer => (double?)SinceMs(answer, instant)).Max();

    private IEnumerable<LoadAnswer> Of(string slot, DateTimeOffset instant, TimeSpan limit)
        => Answers.Where(answer => answer.ServedBy == slot && BeganAt + answer.EndedAt >= instant && BeganAt + answer.EndedAt - instant <= limit);

    private double SinceMs(LoadAnswer answer, DateTimeOffset instant) => (BeganAt + answer.EndedAt - instant).TotalMilliseconds;
}
