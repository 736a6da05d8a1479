using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates.Checklists;

namespace OpsConsole.Server.Gates;

/// <summary>Somebody has looked at what only a person can look at, and lately.</summary>
internal sealed class ChecklistGate(ILiveFeed feed, TimeProvider time) : IGate
{
    public string Name => "checklist";

    public bool CanOverride => true;

    public bool Concerns(Operation operation) => operation is not Operation.Rollback;

    public GateAnswer Judge(GateQuestion question)
    {
        var (name, items) = (question.Environment.Name, question.Environment.Options.Checklist);
        var standing = feed.Latest<StandingNow>(name);
        var list = ChecklistVerdict.Of(items, standing?.Ticks ?? new Dictionary<string, Tick>(StringComparer.Ordinal), time.GetUtcNow());
        var answer = ChecklistVerdict.Of(list, question.Operation, standing?.ReadAt ?? time.GetUtcNow());
        return answer.State is GateVerdict.NotApplicable ? answer : Evidence.Missing<StandingNow>(feed, name, "ticks", Evidence.Oldest) ?? answer;
    }
}
