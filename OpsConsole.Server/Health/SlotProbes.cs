using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Health;

/// <summary>The probes of one slot; without any configured, the slot's own receipts address.</summary>
internal static class SlotProbes
{
    public static IReadOnlyList<IProbe> Of(ManagedEnvironment environment, Slot slot, TimeProvider time)
    {
        var probes = Probes.Of(environment, time).Where(probe => probe.Slot == slot).ToList();
        return probes.Count > 0
            ? probes
            : [new HttpProbe(
                "receipts",
                slot,
                TimeSpan.FromSeconds(1),
                () => environment.Slots.AddressOf(slot) is { } address ? new Uri(address, environment.Options.Receipts.Path) : null,
                environment.Options.Receipts.VersionHeader,
                environment.Http,
                time)];
    }
}
