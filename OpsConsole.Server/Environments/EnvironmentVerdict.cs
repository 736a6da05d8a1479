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
        var serving = slots.Where(slot => gateway.Weights?.Of(slot.Name) > 0).ToList();
        return gateway switch
        {
            _ when runActive => EnvironmentCondition.Changing,
            { Agrees: false } => EnvironmentCondition.Diverged,
            { Weights: null } => EnvironmentCondition.Unknown,
            // Split by a run that ended so, and proven: as it should be. Otherwise nobody asked for it.
            _ when !proven || (serving.Count != 1 && gateway.Agrees != true) => EnvironmentCondition.Diverged,
            _ when serving.TrueForAll(slot => slot.State is SlotCondition.Down) => EnvironmentCondition.Down,
            _ when health is null || serving.Exists(slot => slot.State is SlotCondition.Unknown) => EnvironmentCondition.Unknown,
            _ when health.Components.Any(component => component.State is not ComponentCondition.Up) => EnvironmentCondition.Degraded,
            _ => EnvironmentCondition.Ok,
        };
    }

    /// <summary>Whether the way back would work right now: to where the newest run came from, or else to the idle slot.</summary>
    public static UndoReadiness Undo(GatewayState gateway, IReadOnlyList<SlotState> slots, UndoRight? right, DateTimeOffset now, DateTimeOffset? lastAt, double? lastSeconds)
    {
        var unused = right is { UsedBy: null } ? right : null;
        if ((unused?.Back.Live() ?? gateway.Weights?.Live()?.Other()) is not { } back || gateway.Weights is null)
        {
            return new UndoReadiness(
                gateway.Weights is null ? null : false,
                [gateway.Weights is null ? "The gateway cannot be read." : $"Traffic is split: {gateway.Weights}."],
                unused?.WarmUntil,
                lastAt,
                lastSeconds)
            { Run = unused?.Run };
        }

        var slot = slots.First(slot => slot.Name == back);
        var name = back.Word();
        var (ready, reason) = slot.State switch
        {
            SlotCondition.Up => ((bool?)true, $"{name} {slot.Version ?? "(version unknown)"} answers."),
            SlotCondition.Unknown or SlotCondition.Starting => (null, $"Whether {name} answers is not known."),
            _ => (false, $"{name} is {Words.Of(slot.State)}."),
        };
        List<string> reasons = [reason];
        if (gateway.Agrees == false)
        {
            ready = false;
            reasons.Add("The gateway does not do what the console last established.");
        }
        else
        {
            reasons.Add("The gateway can be read and changed.");
        }

        if (unused is not null && !unused.HoldsAt(now))
        {
            reasons.Add($"Kept warm until {Rfc3339.Write(unused.WarmUntil)}: since then a freeze forbids it as it does any change.");
        }

        return new UndoReadiness(ready, reasons, unused?.WarmUntil, lastAt, lastSeconds) { Run = unused?.Run };
    }

    private static bool? Agrees(Weights? weights, Established? established)
        => weights is null || established is null ? null : weights == established.Weights;
}
