using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>Whether a run needs a second person, and why. Pure.</summary>
internal static class ApprovalNeed
{
    /// <summary>In one sentence; null when it needs none. The way back never does.</summary>
    /// <param name="operation">What is to be done.</param>
    /// <param name="size">How much it may hurt.</param>
    /// <param name="classes">Changes of these classes need one.</param>
    /// <param name="overrides">The gates that may fail.</param>
    /// <param name="unsaved">What could not be brought back although no backup of the last hour passed; null where there is nothing of the kind.</param>
    public static string? Of(Operation operation, ChangeClass size, IReadOnlyCollection<ChangeClass> classes, IReadOnlyCollection<string> overrides, PointOfNoReturn? unsaved = null) => operation switch
    {
        Operation.Rollback => null,
        _ when overrides.Count > 0 => $"Gates are to be overridden: {string.Join(", ", overrides)}.",
        _ when classes.Contains(size) => $"A {Words.Of(operation)} is a {Words.Of(size)} change here.",
        _ when unsaved is not null => $"{unsaved.Remains} And no backup of the last hour has passed.",
        _ => null,
    };
}
