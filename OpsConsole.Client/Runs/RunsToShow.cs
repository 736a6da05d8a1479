using System.Collections.Immutable;

namespace OpsConsole.Client.Runs;

/// <summary>The runs that matter on every page: those that wait for a yes or for their time, and those that were started without the one they needed. Pure.</summary>
internal sealed class RunsToShow
{
    /// <summary>Somebody has to look at a broken glass; so long everybody is told.</summary>
    private static readonly TimeSpan s_told = TimeSpan.FromHours(24);

    private readonly ImmutableSortedDictionary<long, RunState> _known;

    private RunsToShow(ImmutableSortedDictionary<long, RunState> known) => _known = known;

    public static RunsToShow None { get; } = new(ImmutableSortedDictionary<long, RunState>.Empty);

    /// <summary>With what was just told of a run.</summary>
    public RunsToShow With(RunState run) => Matters(run) || _known.ContainsKey(run.Id) ? new(_known.SetItem(run.Id, run)) : this;

    /// <summary>With what was read of a run, where nothing was told of it.</summary>
    public RunsToShow WithRead(RunState run) => _known.ContainsKey(run.Id) ? this : With(run);

    /// <summary>Those that wait for a yes, oldest first.</summary>
    public List<RunState> Waiting(DateTimeOffset now) => [.. _known.Values.Where(run => run is { State: RunPhase.AwaitingApproval } && !(run.Approval?.Until <= now))];

    /// <summary>Those that wait for nothing but their time, the next first.</summary>
    public List<RunState> Scheduled(DateTimeOffset now)
        => [.. _known.Values.Where(run => run is { State: RunPhase.Scheduled } && !(run.Window?.End <= now)).OrderBy(run => run.Window?.Start)];

    /// <summary>Those that broke the glass: at work, or ended within the last day.</summary>
    public List<RunState> Broken(DateTimeOffset now) => [.. _known.Values.Where(run => run.BreakGlass && (run.EndedAt is not { } ended || now - ended < s_told))];

    private static bool Matters(RunState run) => run.BreakGlass || run.Waits;
}
