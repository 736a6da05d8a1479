using System.Globalization;

namespace OpsConsole.Server.Storage;

/// <summary>
/// A process told apart from every other, also from a later one with its number: proc(5) gives its start time in ticks since
/// the machine's start, and each start of the machine has an id of its own. Containers number their processes by themselves:
/// <paramref name="Space"/> says in which one, so that nobody takes another one's process 1 for his own.
/// </summary>
internal sealed record ProcessIdentity(string Host, string Space, int Pid, long StartTicks, string BootId)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Own { get; } = Find(Environment.ProcessId) ?? throw new InvalidOperationException("/proc does not know this process.");

    /// <summary>The process that has <paramref name="pid"/> now; null when none does. One that has ended and waits for its parent counts as gone.</summary>
    public static ProcessIdentity? Find(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            // The name in parentheses may hold anything; what follows its end does not.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X"
                ? null
                : new ProcessIdentity(Environment.MachineName, ReadSpace(), pid, long.Parse(fields[19], CultureInfo.InvariantCulture), ReadBootId());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether it lives; null where that cannot be told from here.</summary>
    public bool? IsAlive() => ReadBootId() == BootId
        ? Host == Environment.MachineName && Space == ReadSpace() ? Find(Pid) == this : null
        : Host == Environment.MachineName ? false : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Space}:{Pid}:{StartTicks}:{BootId}");

    public static ProcessIdentity? Parse(string text)
        => text.Split(':') is [var host, var space, var pid, var ticks, var boot]
            && int.TryParse(pid, CultureInfo.InvariantCulture, out var number) && long.TryParse(ticks, CultureInfo.InvariantCulture, out var start)
            ? new ProcessIdentity(host, space, number, start, boot)
            : null;

    private static string ReadBootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>The number of this process' PID namespace: the link reads <c>pid:[4026531836]</c>.</summary>
    private static string ReadSpace() => new string([.. (new FileInfo("/proc/self/ns/pid").LinkTarget ?? "").Where(char.IsAsciiDigit)]);
}
