using System.Collections.Concurrent;

namespace OpsConsole.Server.Gates.Sources;

/// <summary>What a source said last.</summary>
/// <param name="Answer">As the gate says it.</param>
/// <param name="Timestamp">When, by the clock that never jumps.</param>
internal sealed record EvidenceSample(GateAnswer Answer, long Timestamp);

/// <summary>The newest sample of each gate's source. Not on the feed: that keeps only so many keys of one kind, and one that is dropped would block a run.</summary>
internal sealed class EvidenceBoard
{
    private readonly ConcurrentDictionary<(string Environment, string Gate), EvidenceSample> _newest = new();

    public EvidenceSample? Find(string environment, string gate) => _newest.GetValueOrDefault((environment, gate));

    public void Put(string environment, string gate, EvidenceSample sample) => _newest[(environment, gate)] = sample;
}
