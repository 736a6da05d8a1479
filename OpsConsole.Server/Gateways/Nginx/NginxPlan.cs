using OpsConsole.Server.Configuration;

namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>What was wanted of an nginx: its include file, what stands in it, and how it is told of a change.</summary>
/// <param name="FrontDoor">Where it answers.</param>
/// <param name="IncludeFile">The file that the console owns.</param>
/// <param name="Upstream">The upstream's name.</param>
/// <param name="SlotHeader">The header that tells which slot answered.</param>
/// <param name="Blue">Where blue answers.</param>
/// <param name="Green">Where green answers.</param>
/// <param name="Trusted">From where <c>X-Gray-Tag</c> is obeyed.</param>
/// <param name="Test">The command that tries a configuration.</param>
/// <param name="Reload">The command that has it read.</param>
/// <param name="PidFile">Where the master writes its number; null to find it out.</param>
/// <param name="Inspect">The command that prints the number which the first process of its container has on this machine; null where it runs in none.</param>
internal sealed record NginxPlan(
    Uri FrontDoor,
    string IncludeFile,
    string Upstream,
    string SlotHeader,
    Uri Blue,
    Uri Green,
    IReadOnlyList<string> Trusted,
    IReadOnlyList<string> Test,
    IReadOnlyList<string> Reload,
    string? PidFile,
    IReadOnlyList<string>? Inspect = null)
{
    private const string Docker = "docker";

    /// <summary>As the settings say, which were checked.</summary>
    public static NginxPlan Of(EnvironmentOptions wanted, GatewayOptions gateway) => new(
        new Uri(gateway.Address ?? wanted.FrontDoor!),
        gateway.IncludeFile!,
        gateway.Upstream!,
        wanted.Receipts.SlotHeader,
        new Uri(wanted.Slots.Blue.Address!),
        new Uri(wanted.Slots.Green.Address!),
        gateway.TrustedNetworks,
        [.. Within(gateway.Container), .. gateway.Test],
        [.. Within(gateway.Container), .. gateway.Reload],
        gateway.PidFile,
        gateway.Container is { } container ? [Docker, "inspect", "--format", "{{.State.Pid}}", container] : null);

    private static string[] Within(string? container) => container is null ? [] : [Docker, "exec", container];

    public Uri AddressOf(Slot slot) => slot == Slot.Blue ? Blue : Green;

    /// <summary>The slot as <c>server</c> and <c>$upstream_addr</c> write it.</summary>
    public string ServerOf(Slot slot) => FormattableString.Invariant($"{AddressOf(slot).Host}:{AddressOf(slot).Port}");

    /// <summary>Whether that is one address: a name may stand for several.</summary>
    public bool IsOneAddress(Slot slot) => AddressOf(slot).HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6;
}
