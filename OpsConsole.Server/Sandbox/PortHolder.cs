using System.Globalization;

namespace OpsConsole.Server.Sandbox;

/// <summary>Finds out who listens on a port, as far as this user may see.</summary>
internal static class PortHolder
{
    private const string Listening = "0A";

    /// <summary>Its name and pid, such as <c>nginx (pid 123)</c>; null when it cannot be told.</summary>
    public static string? Find(int port)
    {
        var sockets = ListenersOn(port);
        return sockets.Count == 0 ? null : Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && Holds(pid, sockets))
            .Select(pid => string.Create(CultureInfo.InvariantCulture, $"{NameOf(pid)} (pid {pid})"))
            .FirstOrDefault();
    }

    private static HashSet<string> ListenersOn(int port)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return
        [
            .. from table in (string[])["/proc/net/tcp", "/proc/net/tcp6"]
               where File.Exists(table)
               from line in File.ReadLines(table).Skip(1)
               let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where fields[3] == Listening && fields[1].EndsWith(end, StringComparison.Ordinal)
               select $"socket:[{fields[9]}]",
        ];
    }

    private static bool Holds(int pid, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd")).Any(file => TargetOf(file) is { } target && sockets.Contains(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's, or gone by now.
            return false;
        }
    }

    /// <summary>What one descriptor leads to; null when it was closed meanwhile, as a busy process does all the time: the others are looked at all the same.</summary>
    private static string? TargetOf(string descriptor)
    {
        try
        {
            return Path.GetFileName(File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static string NameOf(int pid)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/comm")).Trim();
        }
        catch (IOException)
        {
            return "a process";
        }
    }
}
