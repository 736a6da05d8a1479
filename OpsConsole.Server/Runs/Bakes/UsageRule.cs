using OpsConsole.Server.Slots;

namespace OpsConsole.Server.Runs.Bakes;

/// <summary>What the new slot uses of its machine: processor time against its own limit, memory against what either slot used before the change.</summary>
internal sealed class UsageRule(long? memoryBefore, TimeProvider time) : IBakeRule
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(5);
    private readonly UsageWatch _watch = new(memoryBefore);

    public IEnumerable<WatchRule> Now => _watch.Now;

    /// <summary>The larger of what both slots hold now, in bytes: a slot that was idle grows when users come; one that leaks grows past the other.</summary>
    public static async Task<long?> MemoryAsync(ISlotDriver slots, CancellationToken cancellationToken)
    {
        long? most = null;
        foreach (var slot in Enum.GetValues<Slot>())
        {
            var held = (await ReadAsync(slots, slot, cancellationToken)).MemoryBytes;
            most = held > (most ?? 0) ? held : most;
        }

        return most;
    }

    public async Task WatchAsync(StepContext context, Action<BakeTrip> trip, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_tick, time);
        do
        {
            _watch.Measured(await ReadAsync(context.Environment.Slots, context.Target, cancellationToken), time.GetElapsedTime(0));
            if (_watch.Trip is { } why)
            {
                trip(why);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static async Task<SlotUsage> ReadAsync(ISlotDriver slots, Slot slot, CancellationToken cancellationToken)
    {
        try
        {
            return await slots.MeasureAsync(slot, cancellationToken);
        }
        catch (SlotException)
        {
            // What cannot be measured is shown as unknown, and trips nothing; a slot that is gone fails its probes.
            return SlotUsage.Unknown;
        }
    }
}
