using OpsConsole.Server.Gateways;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Environments;

/// <summary>How an environment is, from what is known of its parts. Pure: no clock, no I/O.</summary>
internal static class EnvironmentVerdict
{
    /// <summary>The gateway as one: its weights where every instance says the same, and whether they are what was established.</summary>
    public static GatewayState Gateway(string kind, Uri? address, IReadOnlyList<GatewayReading> readings, Established? established, DateTimeOffset at)
    {
        var instances = readings
            .Select(reading => new GatewayInstanceState(reading.Instance, reading.Weights, reading.Weights is null ? null : at, Agrees(reading.Weights, established), reading.Error))
            .ToList();
        var weights = readings.Select(reading => reading.Weights).Distinct().Count() == 1 ? readings[0].Weights : null;
        var agrees = instances.Exists(instance => instance.Agrees == false) ? false : weights is null ? null : Agrees(weights, established);
        return new GatewayState(kind, address?.ToString().TrimEnd('/'), weights, weights is null ? null : at, agrees, instances);
    }

    /// <summary>How a slot is: the worst of its components.</summary>
    public static SlotCondition Slot(IEnumerable<ComponentHealth> components, bool? running)
    {
        var states = components.Select(component => component.State).ToList();
        return states switch
        {
            _ when running == false || states.Contains(ComponentCondition.Down) => SlotCondition.Down,
            [] => SlotCondition.Unknown,
            _ when states.Contains(ComponentCondition.Unknown) => running == true ? SlotCondition.Starting : SlotCondition.Unknown,
            _ when states.Contains(ComponentCondition.Degraded) => SlotCondition.Degraded,
            _ => SlotCondition.Up,
        };
    }

    /// <summary>The environment in one word; the first that applies.</summary>
    public static EnvironmentCondition Of(GatewayState gateway, bool proven, IReadOnlyList<SlotState> slots, HealthState? health, bool runActive)
    {
        var serving = slots.Where(slot => gateway.Weights?.Of(slot.Name) > 0).ToList();
        return gateway switch
        {
            _ when runActive => EnvironmentCondition.Changing,
            { Agrees: false } => EnvironmentCondition.Diverged,
            // Left half-way by a run that said so: that one of several cannot be read now makes it no better.
            { Weights: null } when !proven && gateway.Instances.Any(instance => instance.Weights is not null) => EnvironmentCondition.Diverged,
            { Weights: null } => EnvironmentCondition.Unknown,
            // Split by a run that ended so, and proven: as it should be. Otherwise nobody asked for it.
            _ when !proven || (serving.Count != 1 && gateway.Agrees != true) => EnvironmentCondition.Diverged,
            _ when serving.TrueForAll(slot => slot.State is SlotCondition.Down) => EnvironmentCondition.Down,
            _ when health is null || serving.Exists(slot => slot.State is SlotCondition.Unknown) => EnvironmentCondition.Unknown,
            _ when health.Components.Any(component => component.State is not ComponentCondition.Up) => EnvironmentCondition.Degraded,
            _ => EnvironmentCondition.Ok,
        };
    }

    private static bool? Agrees(Weights? weights, Established? established)
        => weights is null || established is null ? null : weights == established.Weights;
}
