namespace OpsConsole.Server.Runs;

/// <summary>
/// A wait that others wait for. <c>Task.Delay</c> by itself, once cancelled, tells so on a thread of the pool; this one tells it where it
/// was waited for, so that a simulated world stays on its one thread.
/// </summary>
internal static class Pause
{
    /// <summary>How to await what may well be cancelled, or have failed and said so elsewhere.</summary>
    public const ConfigureAwaitOptions Quietly = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    public static async Task ForAsync(TimeSpan length, TimeProvider time, CancellationToken cancellationToken) => await Task.Delay(length, time, cancellationToken);
}
