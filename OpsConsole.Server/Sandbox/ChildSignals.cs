using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Sandbox;

/// <summary>Looking at, and ending, the very process that was started: never another one that has its pid by now.</summary>
internal static class ChildSignals
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_afterKill = TimeSpan.FromSeconds(5);

    /// <summary>Whether it still runs: pid, start time and boot all have to match.</summary>
    public static bool Lives(this ProcessIdentity process)
        => ProcessIdentity.Find(process.Pid) is { } found && found.StartTicks == process.StartTicks && found.BootId == process.BootId;

    /// <summary>Asks it to end, and makes it after <paramref name="grace"/>. Whether it is gone.</summary>
    public static async Task<bool> EndAsync(this ProcessIdentity process, TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        process.Signal(Posix.Term);
        if (await process.WaitForEndAsync(grace, time, cancellationToken))
        {
            return true;
        }

        process.Signal(Posix.Kill);
        return await process.WaitForEndAsync(s_afterKill, time, cancellationToken);
    }

    /// <summary>Waits for its end; false when it still runs after <paramref name="patience"/>.</summary>
    public static async Task<bool> WaitForEndAsync(this ProcessIdentity process, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (process.Lives())
        {
            if (time.GetElapsedTime(since) > patience)
            {
                return false;
            }

            await Task.Delay(s_look, time, cancellationToken);
        }

        return true;
    }

    private static void Signal(this ProcessIdentity process, int signal)
    {
        if (process.Lives())
        {
            Posix.Signal(process.Pid, signal);
        }
    }
}
