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
            .Select(reading => new GatewayInstanceState(reading.Instance, reading.Weights, reading.Weights is null ? null : at, Agrees(reading.Weights, established)))
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
        var live = gateway.Weights?.Live();
        var liveSlot = slots.FirstOrDefault(slot => slot.Name == live);
        return gateway switch
        {
            _ when runActive => EnvironmentCondition.Changing,
            { Agrees: false } => EnvironmentCondition.Diverged,
            { Weights: null } => EnvironmentCondition.Unknown,
            _ when live is null || !proven => EnvironmentCondition.Diverged,
            _ when liveSlot?.State is SlotCondition.Down => EnvironmentCondition.Down,
            _ when health is null || liveSlot?.State is SlotCondition.Unknown => EnvironmentCondition.Unknown,
            _ when health.Components.Any(component => component.State is not ComponentCondition.Up) => EnvironmentCondition.Degraded,
            _ => EnvironmentCondition.Ok,
        };
    }

    /// <summary>Whether the way back, to the idle slot, would work right now.</summary>
    public static UndoReadiness Undo(GatewayState gateway, IReadOnlyList<SlotState> slots, DateTimeOffset? lastAt, double? lastSeconds)
    {
        if (gateway.Weights?.Live() is not { } live)
        {
            return new UndoReadiness(
                gateway.Weights is null ? null : false,
                [gateway.Weights is null ? "The gateway cannot be read." : $"Traffic is split: {gateway.Weights}."],
                null,
                lastAt,
                lastSeconds);
        }

        var idle = slots.First(slot => slot.Name == live.Other());
        var name = idle.Name.Word();
        var (ready, reason) = idle.State switch
        {
            SlotCondition.Up => ((bool?)true, $"{name} {idle.Version ?? "(version unknown)"} answers."),
            SlotCondition.Unknown or SlotCondition.Starting => (null, $"Whether {name} answers is not known."),
            _ => (false, $"{name} is {Words.Of(idle.State)}."),
        };
        return gateway.Agrees == false
            ? new UndoReadiness(false, [reason, "The gateway does not do what the console last established."], null, lastAt, lastSeconds)
            : new UndoReadiness(ready, [reason, "The gateway can be read and changed."], null, lastAt, lastSeconds);
    }

    private static bool? Agrees(Weights? weights, Established? established)
        => weights is null || established is null ? null : weights == established.Weights;
}
