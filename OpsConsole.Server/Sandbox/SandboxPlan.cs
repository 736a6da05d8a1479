using System.Net;

namespace OpsConsole.Server.Sandbox;

/// <summary>What children an environment has.</summary>
/// <param name="Environment">The environment's name.</param>
/// <param name="FrontDoor">Where its gateway listens.</param>
/// <param name="External">The slots, where somebody else runs them; null where they are children too.</param>
/// <param name="SlotHeader">The header that tells which slot answered.</param>
/// <param name="Setting">The setting that moves the front door, for the message when its port is taken.</param>
/// <param name="Detached">Whether the children outlive the console.</param>
/// <param name="Folder">The data directory.</param>
/// <param name="TrustedNetworks">From where a request may say by a tag where it goes, such as <c>10.0.0.0/8</c>.</param>
internal sealed record SandboxPlan(
    string Environment, Uri FrontDoor, ExternalPair? External, string SlotHeader, string Setting, bool Detached, string Folder, IReadOnlyList<string> TrustedNetworks)
{
    public const string GatewayName = "gateway";

    /// <summary>The versions of a sandbox that starts anew.</summary>
    public static string FirstVersionOf(Slot slot) => slot == Slot.Blue ? "1.0.0" : "1.1.0";

    private string Stem => Path.Combine(Folder, External is null ? "sandbox" : $"sandbox-{Uri.EscapeDataString(Environment)}");

    /// <summary>The front door as a person types it.</summary>
    public string Address => FrontDoor.GetLeftPart(UriPartial.Authority);

    public string RecordFile => $"{Stem}.json";

    /// <summary>Held by the console that keeps the children, and free the moment it is gone, however it went.</summary>
    public string HoldFile => $"{Stem}.hold";

    /// <summary>The gateway's own memory. Not <c>.json</c>: the records are found by that.</summary>
    public string WeightsFile => $"{Stem}.weights";

    public string LogOf(string child) => $"{Stem}-{child}.log";

    /// <summary>The endpoint to listen on.</summary>
    /// <exception cref="SandboxException">The front door is no address of this machine.</exception>
    public IPEndPoint Listen()
    {
        var host = FrontDoor.Host is "localhost" ? IPAddress.Loopback.ToString() : FrontDoor.Host.Trim('[', ']');
        return IPAddress.TryParse(host, out var address)
            ? new IPEndPoint(address, FrontDoor.Port)
            : throw new SandboxException($"{Setting} is {Address}: a gateway of the console's own needs an IP address to listen on.");
    }
}

/// <summary>Slots that somebody else runs.</summary>
internal sealed record ExternalPair(Uri Blue, Uri Green);
