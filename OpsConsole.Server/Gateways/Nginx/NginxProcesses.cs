using System.Globalization;
using System.Text;

namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>A worker of nginx.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="StartTick">When it began, in hundredths of a second since the machine's start.</param>
/// <param name="Retiring">Whether it takes no new requests any more, and only ends those it has.</param>
internal sealed record NginxWorker(int Pid, long StartTick, bool Retiring);

/// <summary>A master of nginx that runs, and its workers.</summary>
internal sealed record NginxMaster(int Pid, IReadOnlyList<NginxWorker> Workers)
{
    public IEnumerable<NginxWorker> Serving => Workers.Where(worker => !worker.Retiring);

    /// <summary>Names the workers that serve: with a configuration that is read anew come others.</summary>
    public string Generation => string.Join(' ', Serving.Select(worker => FormattableString.Invariant($"{worker.Pid}:{worker.StartTick}")).Order(StringComparer.Ordinal));
}

/// <summary>Looks at the processes of this machine.</summary>
internal sealed class NginxProcesses(TimeProvider time)
{
    /// <summary>proc(5) tells times in hundredths of a second on every architecture that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    private const string MasterTitle = "nginx: master process ";
    private const string WorkerTitle = "nginx: worker process";

    /// <summary>The master with that number, as it is now; null when it is none.</summary>
    public static NginxMaster? Find(int pid) => Title(pid).StartsWith(MasterTitle, StringComparison.Ordinal) && Stat(pid) is { } ? new NginxMaster(pid, [.. Workers(pid)]) : null;

    /// <summary>The master that is <paramref name="pid"/>, or a child of it, as where a container begins with a shell; null when there is none.</summary>
    public static NginxMaster? FindWithin(int pid) => Find(pid) ?? Children(pid).Where(child => Stat(child)?.Parent == pid).Select(Find).FirstOrDefault(master => master is not null);

    /// <summary>Every master, with the command line that it was started by. A worker that has just been forked still has its master's title.</summary>
    public static IReadOnlyList<(int Pid, string Command)> Masters() =>
        [.. Numbers().Select(pid => (pid, Title: Title(pid)))
            .Where(process => process.Title.StartsWith(MasterTitle, StringComparison.Ordinal) && Stat(process.pid) is { } stat && !Title(stat.Parent).StartsWith(MasterTitle, StringComparison.Ordinal))
            .Select(process => (process.pid, process.Title[MasterTitle.Length..]))];

    /// <summary>How many workers of this machine live on without a master.</summary>
    public static int Orphans() => Numbers().Count(pid => Title(pid).StartsWith(WorkerTitle, StringComparison.Ordinal) && Stat(pid) is { } stat && !Title(stat.Parent).StartsWith(MasterTitle, StringComparison.Ordinal));

    /// <summary>Whether that very worker still runs.</summary>
    public static bool LivesOn(NginxWorker worker) => Stat(worker.Pid)?.StartTick == worker.StartTick;

    /// <summary>When <paramref name="worker"/> began, by the calendar of now.</summary>
    public DateTimeOffset? BeganAt(NginxWorker worker)
    {
        var up = Text("/proc/uptime").Split(' ')[0];
        return double.TryParse(up, CultureInfo.InvariantCulture, out var seconds) ? time.GetUtcNow() - TimeSpan.FromSeconds(seconds - (worker.StartTick / TicksPerSecond)) : null;
    }

    private static IEnumerable<NginxWorker> Workers(int master)
    {
        foreach (var pid in Children(master))
        {
            var title = Title(pid);
            if (title.StartsWith(WorkerTitle, StringComparison.Ordinal) && Stat(pid) is { } stat && stat.Parent == master)
            {
                yield return new NginxWorker(pid, stat.StartTick, title.Contains("shutting down", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>The kernel's own list where it keeps one: it is asked for often while a change takes effect.</summary>
    private static IEnumerable<int> Children(int master)
    {
        var list = string.Create(CultureInfo.InvariantCulture, $"/proc/{master}/task/{master}/children");
        return File.Exists(list)
            ? Text(list).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pid => int.Parse(pid, CultureInfo.InvariantCulture))
            : Numbers();
    }

    private static IEnumerable<int> Numbers() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0);

    private static string Title(int pid) => Text(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).Replace('\0', ' ').TrimEnd();

    /// <summary>Null when it has ended, or only waits to be reaped.</summary>
    private static (int Parent, long StartTick)? Stat(int pid)
    {
        var text = Text(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        // The name stands in brackets and may hold anything, brackets too.
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 19 && fields[0] is not ("Z" or "X")
            ? (int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture))
            : null;
    }

    private static string Text(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or may not be looked at.
            return "";
        }
    }
}
