using System.Globalization;

namespace OpsConsole.Server.Sandbox;

/// <summary>
/// Which process is meant. A pid alone is given out again; with its start time and the boot it belongs to it names one process for ever.
/// </summary>
/// <param name="Pid">Its number.</param>
/// <param name="StartTime">When it started, in ticks since the machine did (field 22 of <c>/proc/pid/stat</c>).</param>
/// <param name="BootId">The boot in which it started.</param>
internal sealed record ProcessIdentity(int Pid, long StartTime, string BootId)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);
    private static readonly Lazy<string> s_boot = new(() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());

    /// <summary>This process.</summary>
    public static ProcessIdentity Own { get; } = Of(Environment.ProcessId)!;

    /// <summary>Whether that very process still runs. One that has ended and only waits to be collected (state Z) does not.</summary>
    public bool Lives => BootId == s_boot.Value && Look(Pid) is { State: not ('Z' or 'X') } found && found.StartTime == StartTime;

    /// <summary>The process that has this pid now; null when there is none.</summary>
    public static ProcessIdentity? Of(int pid)
        => Look(pid) is { } found ? new ProcessIdentity(pid, found.StartTime, s_boot.Value) : null;

    /// <summary>Sends a signal to that very process, and to no other that has its pid by now.</summary>
    public bool Signal(int signal) => Lives && Posix.Signal(Pid, signal);

    /// <summary>Asks it to end, and makes it after <paramref name="grace"/>. Whether it ended by itself.</summary>
    public async Task<bool> EndAsync(TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        Signal(Posix.Term);
        if (await WaitForEndAsync(grace, time, cancellationToken))
        {
            return true;
        }

        Signal(Posix.Kill);
        await WaitForEndAsync(TimeSpan.FromSeconds(5), time, cancellationToken);
        return false;
    }

    /// <summary>Waits for its end; false when it still runs after <paramref name="patience"/>.</summary>
    public async Task<bool> WaitForEndAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (Lives)
        {
            if (time.GetElapsedTime(since) > patience)
            {
                return false;
            }

            await Task.Delay(s_look, time, cancellationToken);
        }

        return true;
    }

    private static (char State, long StartTime)? Look(int pid)
    {
        try
        {
            // The name stands in brackets and may hold anything, brackets too: count from the last one.
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is gone; also when it ends while it is being read (ESRCH).
            return null;
        }
    }
}
