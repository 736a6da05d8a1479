using OpsConsole.Server.Configuration;

namespace OpsConsole.Server.Gates;

/// <summary>The slot that is to take traffic answers all its probes, and says its version.</summary>
internal sealed class TargetHealthyGate(ILiveFeed feed) : IGate
{
    public string Name => GateCheck.TargetHealthy;

    public bool CanOverride => false;

    public bool Concerns(Operation operation) => operation is not (Operation.Restart or Operation.Upgrade);

    /// <summary>A slot is started anew because it is not well.</summary>
    public bool CanConcern(Operation operation) => Change.Any(operation);

    public GateAnswer Judge(GateQuestion question) => SlotEvidence.Of(feed, question.Environment.Name, question.Target);
}

/// <summary>How a slot is, as a gate says it.</summary>
internal static class SlotEvidence
{
    public static GateAnswer Of(ILiveFeed feed, string environment, Slot slot)
    {
        if (Evidence.Missing<HealthState>(feed, environment, "health", Evidence.Oldest) is { } missing)
        {
            return missing;
        }

        var name = slot.Word();
        var components = feed.Latest<HealthState>(environment)!.Components.Where(component => component.Slot == slot).ToList();
        var seen = feed.Latest<EnvironmentState>(environment);
        if (seen?.Of(slot).State == SlotCondition.Down)
        {
            // A process that is gone is known before its next probe fails: the gate never says better than the screen.
            return new GateAnswer(GateVerdict.Fail, $"{name} is down.", seen.Gateway.ObservedAt);
        }

        var version = seen?.Of(slot).Version;
        var at = components.Max(component => component.CheckedAt);
        var worst = components.MaxBy(component => component.State switch
        {
            ComponentCondition.Down => 3,
            ComponentCondition.Degraded => 2,
            ComponentCondition.Unknown => 1,
            _ => 0,
        });
        return worst?.State switch
        {
            null => new GateAnswer(GateVerdict.NotApplicable, $"No probe looks at {name}.", null),
            ComponentCondition.Unknown => new GateAnswer(GateVerdict.Unknown, $"{worst.Name} of {name} was not seen yet.", at),
            // Its probes may have answered since the environment was last looked at: until that has its version too, nobody could say what is agreed to.
            ComponentCondition.Up when seen?.Of(slot).State is null or SlotCondition.Unknown or SlotCondition.Starting
                => new GateAnswer(GateVerdict.Unknown, $"{name} answers, and its state was not read yet.", at),
            ComponentCondition.Up => new GateAnswer(GateVerdict.Pass, $"{name} {version ?? "(version unknown)"} answers, {components.Max(component => component.LatencyMs):0.#} ms.", at),
            ComponentCondition.Degraded => new GateAnswer(GateVerdict.Fail, $"{worst.Name} of {name} is degraded: {worst.LastError}", at),
            _ => new GateAnswer(GateVerdict.Fail, $"{worst.Name} of {name} is down: {worst.LastError}", at),
        };
    }
}
