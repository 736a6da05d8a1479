namespace OpsConsole.Server.Runs;

/// <summary>
/// A wait that others wait for. <c>Task.Delay</c> by itself, once cancelled, tells so on a thread of the pool; this one tells it where it
/// was waited for, so that a simulated world stays on its one thread.
/// </summary>
internal static class Pause
{
    public static async Task ForAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken) => await Task.Delay(time, clock, cancellationToken);
}
