using OpsConsole.Server.Environments;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Gates;

/// <summary>The environment is not frozen.</summary>
internal sealed class FreezeGate(ILiveFeed feed, TimeProvider time) : IGate
{
    public string Name => "freeze";

    public bool CanOverride => true;

    public bool Concerns(Operation operation) => operation is not Operation.Rollback;

    public GateAnswer Judge(GateQuestion question)
    {
        var name = question.Environment.Name;
        if (Evidence.Missing<StandingNow>(feed, name, "freezes", Evidence.Oldest) is { } missing)
        {
            return missing;
        }

        var standing = feed.Latest<StandingNow>(name)!;
        return standing.FreezeAt(time.GetUtcNow()) is { } freeze
            ? new GateAnswer(GateVerdict.Fail, $"Frozen by {freeze.By} until {Rfc3339.Write(freeze.Until)}: {freeze.Reason}", standing.ReadAt)
            : new GateAnswer(GateVerdict.Pass, "Not frozen.", standing.ReadAt);
    }
}
