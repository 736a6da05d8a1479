using OpsConsole.Server.Gates.Schedule;

namespace OpsConsole.Server.Gates;

/// <summary>Now is a time in which a disruptive change may start: by the configured windows, and by the source that is configured besides.</summary>
internal sealed class WindowGate(SourceGate source, TimeProvider time) : IGate
{
    public string Name => source.Name;

    public bool CanOverride => true;

    public bool Concerns(Operation operation) => source.Concerns(operation);

    public GateAnswer Judge(GateQuestion question)
    {
        var now = time.GetUtcNow();
        var own = WindowVerdict.Of(question.Environment.Options.Windows, question.At ?? now, question.Rule.WindowMinutes);
        return Evidence.Both(own.MeasuredAt is null ? own : own with { MeasuredAt = now }, source.Judge(question));
    }
}
