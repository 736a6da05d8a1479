using System.Net;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>The networks whose callers may say where a request goes. Without any, nobody may.</summary>
internal sealed class TrustedNetworks
{
    private readonly IPNetwork[] _networks;

    private TrustedNetworks(IPNetwork[] networks) => _networks = networks;

    /// <summary>Reads them as they stand in a command line, with commas between them.</summary>
    public static TrustedNetworks Parse(string list)
        => new([.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(network => IPNetwork.Parse(network))]);

    /// <summary>Whether a connection from there is trusted: the one that is really there, whatever its headers say.</summary>
    public bool Contain(IPAddress? caller)
    {
        if (caller is null)
        {
            return false;
        }

        // On a socket for both families an IPv4 caller looks like an IPv6 one.
        var plain = caller.IsIPv4MappedToIPv6 ? caller.MapToIPv4() : caller;
        return _networks.Any(network => network.Contains(plain));
    }
}
