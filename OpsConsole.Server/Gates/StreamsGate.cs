namespace OpsConsole.Server.Gates;

/// <summary>Few long-lived streams are open on the slot that is to lose its traffic.</summary>
internal sealed class StreamsGate(ILiveFeed feed) : IGate
{
    /// <summary>More than so many open streams keep a run from starting.</summary>
    public const int Limit = 200;

    public string Name => "streams";

    public bool CanOverride => true;

    public bool Concerns(Operation operation) => true;

    public GateAnswer Judge(GateQuestion question)
    {
        if (question.Environment.Traffic is null)
        {
            return new GateAnswer(GateVerdict.NotApplicable, "No traffic source is configured.", null);
        }

        var name = question.Environment.Name;
        if (Evidence.Missing<TrafficNow>(feed, name, "the traffic", Evidence.Oldest) is { } missing)
        {
            return missing;
        }

        var now = feed.Latest<TrafficNow>(name)!;
        var slot = question.Operation is Operation.Restart ? question.Target : question.WayBack;
        return now.OpenStreams is not { } streams
            ? new GateAnswer(GateVerdict.NotApplicable, "The traffic source does not tell streams.", now.At)
            : new GateAnswer(
                streams.Of(slot) <= Limit ? GateVerdict.Pass : GateVerdict.Fail,
                $"{streams.Of(slot)} open streams on {slot.Word()}, limit {Limit}. They end where they began.",
                now.At);
    }
}
