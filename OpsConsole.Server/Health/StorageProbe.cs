using System.Runtime.InteropServices;

namespace OpsConsole.Server.Health;

/// <summary>Looks at the disk that a folder of this machine lies on: available / (used + available), as df has it.</summary>
internal sealed partial class StorageProbe(string component, Slot? slot, TimeSpan interval, string path, double leastFree, TimeProvider time) : IProbe
{
    /// <summary>So much must be free where the settings do not say: as the gate <c>storage</c> has it.</summary>
    public const double LeastFree = 0.1;

    private const int ToWrite = 2;
    private const int ReadOnlyFileSystem = 30;

    // A disk behind a network may keep a thread for ever: it gets one, not one each second.
    private Task<ProbeAnswer>? _looking;

    public string Component => component;

    public string Kind => "storage";

    public Slot? Slot => slot;

    public TimeSpan Interval => interval;

    public Task<ProbeAnswer> AskAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (_looking is not { IsCompleted: false })
        {
            _looking = Task.Run(Measure, CancellationToken.None);
        }

        var looking = _looking;
        return Look.WithinAsync(limit, time, _ => looking, cancellationToken);
    }

    /// <summary>The verdict on so many bytes. Pure.</summary>
    public static ProbeAnswer Of(long used, long available, double leastFree)
    {
        if (available == 0)
        {
            return ProbeAnswer.Failed("the disk is full");
        }

        var free = (double)available / (used + available);
        var told = FormattableString.Invariant($"{100 * free:0.#} % free ({Size(available)})");
        return ProbeAnswer.Well(told, free < leastFree ? FormattableString.Invariant($"{told}, {100 * leastFree:0.#} % wanted") : null);
    }

    private ProbeAnswer Measure()
    {
        if (!Directory.Exists(path))
        {
            return ProbeAnswer.Failed(File.Exists(path) ? $"{path} is no folder" : $"there is no folder {path}, or it may not be looked at");
        }

        if (Access(path, ToWrite) != 0 && Marshal.GetLastPInvokeError() == ReadOnlyFileSystem)
        {
            return ProbeAnswer.Failed("the disk can only be read: it is mounted so, or became so after an error");
        }

        var drive = new DriveInfo(path);
        return Of(drive.TotalSize - drive.TotalFreeSpace, drive.AvailableFreeSpace, leastFree);
    }

    private static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => FormattableString.Invariant($"{bytes / 1e9:0.#} GB"),
        _ => FormattableString.Invariant($"{bytes / 1e6:0.#} MB"),
    };

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Access(string path, int mode);
}
