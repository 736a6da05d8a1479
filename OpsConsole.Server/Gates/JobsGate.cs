using OpsConsole.Server.Gates.Schedule;

namespace OpsConsole.Server.Gates;

/// <summary>No fixed job runs, or begins soon: by the configured jobs, and by the source that is configured besides.</summary>
internal sealed class JobsGate(SourceGate source, TimeProvider time) : IGate
{
    public string Name => source.Name;

    public bool CanOverride => true;

    public bool Concerns(Operation operation) => source.Concerns(operation);

    public GateAnswer Judge(GateQuestion question)
    {
        var now = time.GetUtcNow();
        var own = JobVerdict.Of(question.Environment.Options.Jobs, question.At ?? now);
        return Evidence.Both(own.MeasuredAt is null ? own : own with { MeasuredAt = now }, source.Judge(question));
    }
}
