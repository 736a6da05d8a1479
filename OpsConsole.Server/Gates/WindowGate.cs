using OpsConsole.Server.Gates.Schedule;

namespace OpsConsole.Server.Gates;

/// <summary>Now is a time in which a disruptive change may start: by the configured windows, and by the source that is configured besides.</summary>
internal sealed class WindowGate(SourceGate source, TimeProvider time) : IGate
{
    public string Name => source.Name;

    public bool CanOverride => true;

    public bool Concerns(Operation operation) => source.Concerns(operation);

    public GateAnswer Judge(GateQuestion question) => Evidence.Both(WindowVerdict.Of(question.Environment.Options.Windows, time.GetUtcNow(), question.Rule.WindowMinutes), source.Judge(question));
}
