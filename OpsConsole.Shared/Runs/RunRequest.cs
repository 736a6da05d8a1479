namespace OpsConsole.Shared;

/// <summary>A stretch of time in which a run may start.</summary>
/// <param name="Start">Its first instant.</param>
/// <param name="End">The instant after its last.</param>
public sealed record RunWindow(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Its first instant, where that lies after <paramref name="now"/>; null where it has begun.</summary>
    public DateTimeOffset? After(DateTimeOffset now) => Start > now ? Start : null;
}

/// <summary>What somebody asks for. The limits stand in the API's contract and are checked in one place, <c>RunRequestCheck</c>.</summary>
/// <param name="Operation">What to do.</param>
/// <param name="Target">Towards which slot; null for the idle one.</param>
/// <param name="Version">For <see cref="Shared.Operation.Upgrade"/>: the version wanted, SemVer.</param>
/// <param name="Weight">For <see cref="Shared.Operation.Canary"/>: the share at the end, 1 to 100.</param>
/// <param name="Weights">For <see cref="Shared.Operation.Canary"/>: the shares on the way.</param>
/// <param name="Match">For <see cref="Shared.Operation.Canary"/>: whose requests.</param>
/// <param name="BakeSeconds">How long to watch afterwards, 0 to 86,400; null for the environment's own.</param>
/// <param name="Reason">Why, 3 to 500 characters. May be missing in a dry run only.</param>
/// <param name="Ticket">The ticket it belongs to.</param>
/// <param name="OverrideGates">The gates that may fail.</param>
/// <param name="Window">When it may start; null for now.</param>
/// <param name="DryRun">Only say what would happen.</param>
/// <param name="BreakGlass">Start without the second person it needs: it shows everywhere, and somebody has to look at it afterwards.</param>
public sealed record RunRequest(
    Operation Operation,
    Slot? Target = null,
    string? Version = null,
    int? Weight = null,
    IReadOnlyList<int>? Weights = null,
    string? Match = null,
    int? BakeSeconds = null,
    string? Reason = null,
    string? Ticket = null,
    IReadOnlyList<string>? OverrideGates = null,
    RunWindow? Window = null,
    bool DryRun = false,
    bool BreakGlass = false);
