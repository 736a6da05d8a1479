using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>What passed through the gateway, second by second, for the last two minutes.</summary>
internal sealed class GatewayCounter(TimeProvider time)
{
    private const int Kept = 128;

    private readonly Lock _lock = new();
    private readonly Cell[] _cells = [.. Enumerable.Range(0, Kept * 2).Select(_ => new Cell())];
    private int _blueStreams;
    private int _greenStreams;

    public void StreamOpened(Slot slot) => Interlocked.Increment(ref slot == Slot.Blue ? ref _blueStreams : ref _greenStreams);

    public void StreamClosed(Slot slot) => Interlocked.Decrement(ref slot == Slot.Blue ? ref _blueStreams : ref _greenStreams);

    /// <summary>Counts an answer in the second of its end. A stream has no latency: it takes as long as it has something to say.</summary>
    public void Answered(Slot slot, bool failed, double? milliseconds)
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        lock (_lock)
        {
            var cell = _cells[Index(second, slot)];
            if (cell.Second != second)
            {
                cell.Begin(second);
            }

            cell.Count++;
            cell.Errors += failed ? 1 : 0;
            if (milliseconds is { } latency)
            {
                cell.Latencies.Add(latency);
            }
        }
    }

    /// <summary>Every second from <paramref name="since"/> on in which something ended, oldest first.</summary>
    public GatewayCounts Read(long since)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var seconds = new List<GatewaySecond>();
        lock (_lock)
        {
            // Nothing is told of the future: the clock may have been set back.
            for (var second = Math.Max(since, now - Kept + 1); second <= now; second++)
            {
                foreach (var slot in (ReadOnlySpan<Slot>)[Slot.Blue, Slot.Green])
                {
                    var cell = _cells[Index(second, slot)];
                    if (cell.Second == second)
                    {
                        seconds.Add(new GatewaySecond(second, slot, cell.Count, cell.Errors, cell.Latencies.Sparse));
                    }
                }
            }
        }

        return new GatewayCounts(now, new OpenStreams(Volatile.Read(ref _blueStreams), Volatile.Read(ref _greenStreams)), seconds);
    }

    private static int Index(long second, Slot slot) => (int)(second % Kept * 2) + (slot == Slot.Blue ? 0 : 1);

    private sealed class Cell
    {
        public long Second { get; private set; }

        public int Count { get; set; }

        public int Errors { get; set; }

        public LatencyHistogram Latencies { get; private set; } = new();

        public void Begin(long second)
        {
            Second = second;
            Count = 0;
            Errors = 0;
            Latencies = new LatencyHistogram();
        }
    }
}
