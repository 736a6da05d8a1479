using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpsConsole.Server.Sandbox;

/// <summary>The few calls of the C library that .NET has no name for.</summary>
internal static partial class Posix
{
    public const int Kill = 9;
    public const int Term = 15;

    private const int ClockTicks = 2;

    /// <summary>How many ticks of processor time proc(5) counts in a second.</summary>
    public static double TicksPerSecond { get; } = GetSetting(ClockTicks);

    /// <summary>Leaves the terminal and its process group: a Ctrl+C there no longer arrives here. Already having left is no error.</summary>
    public static void LeaveSession() => _ = SetSessionId();

    /// <summary>Sends a signal; whether there was a process to take it.</summary>
    public static bool Signal(int pid, int signal) => SendSignal(pid, signal) == 0;

    /// <summary>Ends this process at once: no handlers, no flushing, nothing that could hang.</summary>
    public static void ExitAtOnce(int code) => ExitNow(code);

    /// <summary>Lets descriptor <paramref name="descriptor"/> (0, 1 or 2) be <paramref name="file"/> from now on.</summary>
    public static void Redirect(int descriptor, SafeFileHandle file) => _ = Duplicate((int)file.DangerousGetHandle(), descriptor);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int SetSessionId();

    [LibraryImport("libc", EntryPoint = "sysconf")]
    private static partial nint GetSetting(int name);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Duplicate(int from, int to);
}
