using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Client.Runs;

/// <summary>What somebody fills in before a run is asked for. The doors check all of it again.</summary>
internal sealed class RunForm(Operation operation, Slot target, int bakeSeconds)
{
    /// <summary>The end of a canary that moves tagged requests, and nobody else's.</summary>
    public const int TagOnly = 0;

    private const int MaxBake = 86_400;
    private const int WholeShare = 100;

    /// <summary>The shares that a canary goes through by itself: it can end at each.</summary>
    public static IReadOnlyList<int> EndShares { get; } = [1, 5, 25, 50, WholeShare];

    public string Key { get; } = Guid.NewGuid().ToString("N");

    public Operation Operation => operation;

    public Slot Target => target;

    public string? Reason { get; set; }

    public string? Ticket { get; set; }

    public string? Version { get; set; }

    public string? Match { get; set; }

    public string? BakeTyped { get; set; } = bakeSeconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>Where a canary ends: a share, or <see cref="TagOnly"/>.</summary>
    public int EndShare { get; set; } = WholeShare;

    public StartTime Start { get; set; } = StartTime.Now;

    public bool BreakGlass { get; set; }

    public ImmutableHashSet<string> Overridden { get; set; } = [];

    public bool Bakes => operation is not Operation.Restart;

    /// <summary>Seconds; null where something else was typed.</summary>
    public int? Bake => int.TryParse(BakeTyped, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxBake ? seconds : null;

    public bool NeedsVersion => operation is Operation.Upgrade && string.IsNullOrWhiteSpace(Version);

    public string? Tag => operation is Operation.Canary && !string.IsNullOrWhiteSpace(Match) ? Match.Trim() : null;

    /// <summary>Whether enough is said for a plan.</summary>
    public bool CanPlan => !NeedsVersion && Start.Complete;

    /// <summary>Whether all but the reason will do, as far as can be told here.</summary>
    public bool CanAsk => CanPlan && (!Bakes || Bake is not null);

    public RunRequest Request => new(
        operation,
        target,
        operation is Operation.Upgrade ? Version?.Trim() : null,
        operation is Operation.Canary && (Tag is null || EndShare != TagOnly) ? EndShare : null,
        Match: Tag,
        BakeSeconds: Bakes ? Bake : null,
        Reason: Reason?.Trim(),
        Ticket: string.IsNullOrWhiteSpace(Ticket) ? null : Ticket.Trim(),
        OverrideGates: Overridden.Count == 0 ? null : [.. Overridden],
        Window: Start.Window);

    /// <summary>Without a tag there is nobody whose requests alone could move.</summary>
    public void TagWith(string? match)
    {
        Match = match;
        if (Tag is null && EndShare == TagOnly)
        {
            EndShare = WholeShare;
        }
    }
}

/// <summary>When a run is to begin.</summary>
/// <param name="Window">In this window; null for now, and while it is not known yet.</param>
/// <param name="Complete">Whether it is known.</param>
public sealed record StartTime(RunWindow? Window, bool Complete = true)
{
    /// <summary>At once.</summary>
    public static StartTime Now { get; } = new(Window: null);

    /// <summary>At a time that was not named yet, or is over.</summary>
    public static StartTime Open { get; } = new(null, Complete: false);
}
