using System.Globalization;
using OpsConsole.Server.Slots;

namespace OpsConsole.Server.Runs.Bakes;

/// <summary>Means over a minute of what a slot uses, and what they trip at. Pure.</summary>
/// <param name="memoryBefore">What a slot held before the change, in bytes; null when that is not known.</param>
internal sealed class UsageWatch(long? memoryBefore)
{
    public const string Cpu = "cpu";
    public const string Memory = "memory";

    /// <summary>The share of the slot's own limit.</summary>
    public const double CpuLimit = 0.8;

    /// <summary>Up by half.</summary>
    public const double MemoryTimes = 1.5;

    /// <summary>A mean over less says nothing: any process is busy while it warms up.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<(TimeSpan At, SlotUsage Usage)> _measured = [];

    /// <summary>Which rule undoes the run, and why; null while none does.</summary>
    public BakeTrip? Trip
    {
        get
        {
            lock (_lock)
            {
                return CpuShare() is { } share && share > CpuLimit ? new BakeTrip(Cpu, string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} % of its processor limit for a minute, limit {100 * CpuLimit:0} %"))
                    : MemoryMean() is { } bytes && bytes > MemoryLimit ? new BakeTrip(Memory, string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB of memory for a minute, {memoryBefore / 1e6:0} MB before the change, limit {MemoryLimit / 1e6:0} MB"))
                    : null;
            }
        }
    }

    public IReadOnlyList<WatchRule> Now
    {
        get
        {
            lock (_lock)
            {
                var last = _measured.Count == 0 ? SlotUsage.Unknown : _measured.Last().Usage;
                return
                [
                    new WatchRule(Cpu, CpuShare() is { } share ? Math.Round(share, 3) : null, last.CpuLimit is null ? null : CpuLimit, this switch
                    {
                        _ when last.CpuSeconds is null => "not measured",
                        _ when last.CpuLimit is null => "not applicable: the slot has no limit",
                        _ => "mean of a minute, share of its own limit",
                    }),
                    new WatchRule(Memory, last.MemoryBytes, MemoryLimit, last.MemoryBytes is { } bytes
                        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB{(memoryBefore is { } before ? $", {before / 1e6:0} MB before the change" : ", not known from before the change")}")
                        : "not measured"),
                ];
            }
        }
    }

    private double? MemoryLimit => memoryBefore * MemoryTimes;

    /// <summary>Takes in a measurement, at a time by a clock that never jumps.</summary>
    public void Measured(SlotUsage usage, TimeSpan at)
    {
        lock (_lock)
        {
            // A smaller sum is another process: what the one before used is not its.
            if (_measured.Count > 0 && (usage.CpuSeconds is null || usage.CpuSeconds < _measured.Last().Usage.CpuSeconds))
            {
                _measured.Clear();
            }

            _measured.Enqueue((at, usage));
            while (_measured.Count > 2 && at - _measured.ElementAt(1).At >= Window)
            {
                _measured.Dequeue();
            }
        }
    }

    private bool HasMinute => _measured.Count >= 2 && _measured.Last().At - _measured.Peek().At >= Window;

    private double? CpuShare()
    {
        if (!HasMinute || _measured.Last().Usage is not { CpuSeconds: { } now, CpuLimit: > 0 and var limit } || _measured.Peek().Usage.CpuSeconds is not { } then)
        {
            return null;
        }

        return (now - then) / (_measured.Last().At - _measured.Peek().At).TotalSeconds / limit;
    }

    private double? MemoryMean() => HasMinute && _measured.All(one => one.Usage.MemoryBytes is not null) ? _measured.Average(one => one.Usage.MemoryBytes!.Value) : null;
}
