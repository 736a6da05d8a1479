using OpsConsole.Server.Configuration;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <summary>What was wanted of an HAProxy: its stats socket, the backend with the two servers, and the file that it reads at its own start.</summary>
/// <param name="FrontDoor">Where it answers.</param>
/// <param name="Socket">The stats socket: a path, or a host and a port.</param>
/// <param name="Backend">The backend's name.</param>
/// <param name="BlueServer">The name of blue's server in it.</param>
/// <param name="GreenServer">The name of green's.</param>
/// <param name="StateFile">The file of server states that its configuration loads.</param>
/// <param name="Map">The map of tags that its configuration uses; null where it has none.</param>
/// <param name="SlotHeader">The header that tells which slot answered.</param>
/// <param name="Blue">Where blue answers.</param>
/// <param name="Green">Where green answers.</param>
internal sealed record HAProxyPlan(
    Uri FrontDoor, string Socket, string Backend, string BlueServer, string GreenServer, string StateFile, string? Map, string SlotHeader, Uri Blue, Uri Green)
{
    /// <summary>As the settings say, which were checked.</summary>
    public static HAProxyPlan Of(EnvironmentOptions wanted, GatewayOptions gateway) => new(
        new Uri(gateway.Address ?? wanted.FrontDoor!),
        gateway.Socket!,
        gateway.Backend!,
        gateway.Servers.Blue!,
        gateway.Servers.Green!,
        gateway.StateFile!,
        gateway.Map,
        wanted.Receipts.SlotHeader,
        new Uri(wanted.Slots.Blue.Address!),
        new Uri(wanted.Slots.Green.Address!));

    public string ServerOf(Slot slot) => slot == Slot.Blue ? BlueServer : GreenServer;

    public Uri AddressOf(Slot slot) => slot == Slot.Blue ? Blue : Green;

    /// <summary>The slot whose server that is; null when it is neither's.</summary>
    public Slot? SlotOf(string server) => server == BlueServer ? Slot.Blue : server == GreenServer ? Slot.Green : null;

    /// <summary>Where the slot answers, as a server line has it.</summary>
    public string ServerAddress(Slot slot) => FormattableString.Invariant($"{AddressOf(slot).Host}:{AddressOf(slot).Port}");

    /// <summary>The server as HAProxy's commands name it.</summary>
    public string PathOf(Slot slot) => $"{Backend}/{ServerOf(slot)}";

    /// <summary>The slot as messages name it.</summary>
    public string NameOf(Slot slot) => $"{slot.Word()} (server {ServerOf(slot)})";
}
