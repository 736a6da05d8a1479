namespace OpsConsole.Server.Gates;

/// <summary>The way back would work: the gateway can be read and agrees, and the slot that is live now answers.</summary>
internal sealed class UndoReadyGate(ILiveFeed feed) : IGate
{
    public string Name => "undo-ready";

    public bool CanOverride => true;

    public bool Concerns(Operation operation) => operation is not Operation.Restart;

    public GateAnswer Judge(GateQuestion question)
    {
        var name = question.Environment.Name;
        if (Evidence.Missing<EnvironmentState>(feed, name, "the gateway", Evidence.Oldest) is { } missing)
        {
            return missing;
        }

        var gateway = feed.Latest<EnvironmentState>(name)!.Gateway;
        return gateway switch
        {
            { Weights: null } => new GateAnswer(GateVerdict.Unknown, "The gateway cannot be read.", gateway.ObservedAt),
            { Agrees: false } => new GateAnswer(
                GateVerdict.Fail,
                $"The gateway does {gateway.Weights}, which is not what the console last established: settle that first.",
                gateway.ObservedAt),
            _ => SlotEvidence.Of(feed, name, question.WayBack) is { State: GateVerdict.Pass } back
                ? new GateAnswer(GateVerdict.Pass, $"Back to {question.WayBack.Word()} would work: it answers, and the gateway can be read.", back.MeasuredAt)
                : SlotEvidence.Of(feed, name, question.WayBack),
        };
    }
}
