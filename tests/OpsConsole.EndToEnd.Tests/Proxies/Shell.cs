using System.Diagnostics;
using System.Globalization;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Proxies;

/// <summary>Runs programs of this machine, and ends what they left as daemons.</summary>
internal static class Shell
{
    /// <summary>Runs it to its end, which must be a good one.</summary>
    public static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        // A daemon keeps the pipes of whoever started it: only what is said up to the end of the command counts.
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: exit code {process.ExitCode}");
    }

    /// <summary>The daemon that wrote <paramref name="pidFile"/>; null when it does not run.</summary>
    public static RunningProcess? Daemon(string pidFile)
        => File.Exists(pidFile) && int.TryParse(File.ReadAllText(pidFile).Trim(), CultureInfo.InvariantCulture, out var pid) ? RunningProcess.Of(pid) : null;

    /// <summary>Ends a daemon and waits until it has ended.</summary>
    public static async Task EndAsync(string pidFile)
    {
        if (Daemon(pidFile) is { } daemon)
        {
            daemon.Signal(Os.SigTerm);
            await Eventually.BecomesTrueAsync(() => !daemon.Runs);
        }
    }
}
