using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>What a slot counts, in Prometheus' text format.</summary>
internal sealed class SlotCounts(Slot slot, string version)
{
    private readonly ConcurrentDictionary<int, long> _answers = new();
    private int _streams;

    public void Answered(int status) => _answers.AddOrUpdate(status, 1, (_, count) => count + 1);

    /// <summary>Counts a stream for as long as what it returns is not disposed.</summary>
    public IDisposable OpenStream()
    {
        Interlocked.Increment(ref _streams);
        return new Stream(this);
    }

    public string ToPrometheus()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# HELP sandbox_slot_build_info The slot and its version.\n# TYPE sandbox_slot_build_info gauge\n");
        text.Append(CultureInfo.InvariantCulture, $"sandbox_slot_build_info{{slot=\"{slot.Word()}\",version=\"{version}\"}} 1\n");
        text.Append("# HELP sandbox_slot_answers_total Answers by status code.\n# TYPE sandbox_slot_answers_total counter\n");
        foreach (var (status, count) in _answers.OrderBy(pair => pair.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"sandbox_slot_answers_total{{slot=\"{slot.Word()}\",code=\"{status}\"}} {count}\n");
        }

        text.Append("# HELP sandbox_slot_open_streams Streams that are open now.\n# TYPE sandbox_slot_open_streams gauge\n");
        text.Append(CultureInfo.InvariantCulture, $"sandbox_slot_open_streams{{slot=\"{slot.Word()}\"}} {Volatile.Read(ref _streams)}\n");
        return text.ToString();
    }

    private sealed class Stream(SlotCounts counts) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref counts._streams);
    }
}
