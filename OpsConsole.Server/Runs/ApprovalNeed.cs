using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>Whether a run needs a second person, and why. Pure.</summary>
internal static class ApprovalNeed
{
    /// <summary>In one sentence; null when it needs none. The way back never does.</summary>
    public static string? Of(Operation operation, ChangeClass size, IReadOnlyCollection<ChangeClass> classes, IReadOnlyCollection<string> overrides) => operation switch
    {
        Operation.Rollback => null,
        _ when overrides.Count > 0 => $"Gates are to be overridden: {string.Join(", ", overrides)}.",
        _ when classes.Contains(size) => $"A {Words.Of(operation)} is a {Words.Of(size)} change here.",
        _ => null,
    };
}
