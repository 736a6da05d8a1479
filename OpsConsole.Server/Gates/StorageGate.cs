using System.Globalization;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Gates;

/// <summary>The disk of the store has room: available / (used + available), as df has it.</summary>
internal sealed class StorageGate(Database database, TimeProvider time) : IGate
{
    /// <summary>So much of the disk must be free where the settings do not say.</summary>
    public const double LeastFree = 0.1;

    public string Name => "storage";

    public bool CanOverride => true;

    public bool Concerns(Operation operation) => true;

    public GateAnswer Judge(GateQuestion question)
    {
        var drive = new DriveInfo(Path.GetDirectoryName(database.Path)!);
        return Of(drive.TotalSize - drive.TotalFreeSpace, drive.AvailableFreeSpace, question.Environment.Options.Gates.GetValueOrDefault(Name)?.LeastFree ?? LeastFree, time.GetUtcNow());
    }

    /// <summary>The verdict on so many bytes. Pure.</summary>
    public static GateAnswer Of(long used, long available, double leastFree, DateTimeOffset at)
    {
        var free = used + available == 0 ? 0 : (double)available / (used + available);
        var told = string.Create(CultureInfo.InvariantCulture, $"{100 * free:0.#} % of the data directory's disk is free ({available / 1e9:0.#} GB), {100 * leastFree:0.#} % wanted.");
        return new GateAnswer(free >= leastFree ? GateVerdict.Pass : GateVerdict.Fail, told, at);
    }
}
