using System.Globalization;
using OpsConsole.Server.Slots;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Sandbox;

/// <summary>What a child has used of the machine, as proc(5) tells it. The sandbox limits nothing.</summary>
internal static class ChildUsage
{
    /// <summary>Measures that very process; nothing of another one that has its pid by now, and nothing of a dead one.</summary>
    public static SlotUsage Measure(this ProcessIdentity process)
    {
        try
        {
            var memory = Read(process.Pid, "statm").Split(' ');
            var stat = Read(process.Pid, "stat");

            // The name in parentheses may hold anything; what follows its end does not.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

            // Read last, it says that what was read before it was of the same process.
            return process.Lives()
                ? new SlotUsage((Number(fields[11]) + Number(fields[12])) / Posix.TicksPerSecond, null, Number(memory[1]) * Environment.SystemPageSize)
                : SlotUsage.Unknown;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return SlotUsage.Unknown;
        }
    }

    private static string Read(int pid, string file) => File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"));

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
