using System.Globalization;
using System.Text;

namespace OpsConsole.Support;

/// <summary>One process of this system, known by its number and the tick it began at: a number alone is given to others after its end.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="StartTick">Field 22 of its <c>stat</c>.</param>
/// <param name="CommandLine">How it was started, for messages.</param>
public sealed record RunningProcess(int Pid, long StartTick, string CommandLine)
{
    /// <summary>Whether this very process still runs. One that waits to be reaped does not.</summary>
    public bool Runs => Stat(Pid) is { } stat && stat.StartTick == StartTick && stat.State is not ('Z' or 'X');

    /// <summary>Ends it at once, if it is still the same.</summary>
    public void Kill()
    {
        if (Runs)
        {
            Os.Signal(Pid, Os.SigKill);
        }
    }

    public void Signal(int signal)
    {
        if (Runs)
        {
            Os.Signal(Pid, signal);
        }
    }

    public static RunningProcess? Of(int pid) => Stat(pid) is { State: not ('Z' or 'X') } stat ? new(pid, stat.StartTick, CommandLineOf(pid)) : null;

    /// <summary>Every process that carries <paramref name="setting"/> (<c>NAME=value</c>) in its environment, as it was started.</summary>
    public static IReadOnlyList<RunningProcess> WithSetting(string setting)
    {
        var found = new List<RunningProcess>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid)
                && Read(pid, "environ").Split('\0').Contains(setting, StringComparer.Ordinal)
                && Of(pid) is { } process)
            {
                found.Add(process);
            }
        }

        return found;
    }

    private static string CommandLineOf(int pid) => Read(pid, "cmdline").Replace('\0', ' ').Trim();

    private static (char State, long StartTick)? Stat(int pid)
    {
        var text = Read(pid, "stat");
        // The name stands in brackets and may hold anything, brackets too.
        var end = text.LastIndexOf(')');
        if (end < 0)
        {
            return null;
        }

        var fields = text[(end + 2)..].Split(' ');
        return (fields[0][0], long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    private static string Read(int pid, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/{file}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or is somebody else's.
            return "";
        }
    }
}
