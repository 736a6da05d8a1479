using OpsConsole.Server.Configuration;

namespace OpsConsole.Server.Runs;

/// <summary>Whether a backup is young enough to stand for a second person before a point of no return. Pure.</summary>
internal static class FreshBackup
{
    /// <summary>No backup that is older does.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromHours(1);

    /// <summary>
    /// Whether the gate passes by a source that tells when the backup was made: a report is as old as itself, a file at most as old as the
    /// settings allow. Another source says only that it is content.
    /// </summary>
    /// <param name="gates">What the gates say.</param>
    /// <param name="source">What feeds the gate <c>backup</c>; null when nothing does.</param>
    /// <param name="now">The instant.</param>
    public static bool IsIn(IReadOnlyList<GateResult> gates, GateOptions? source, DateTimeOffset now)
        => gates.FirstOrDefault(gate => gate.Name == GateCheck.Backup) is { State: GateVerdict.Pass, MeasuredAt: { } at } && source switch
        {
            { Kind: GateOptions.Post } => now - at <= Oldest,
            { Kind: GateOptions.File, MaxAgeSeconds: { } seconds } => TimeSpan.FromSeconds(seconds) <= Oldest,
            _ => false,
        };
}
