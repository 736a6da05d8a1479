using System.Net;
using System.Net.Sockets;

namespace OpsConsole.Server.Access;

/// <summary>From where a request comes.</summary>
internal static class Source
{
    /// <summary>The address as people write it.</summary>
    public static string AddressOf(HttpContext context) => AddressOf(context.Connection.RemoteIpAddress)?.ToString() ?? "unknown";

    /// <summary>
    /// What counts as one source when tries are counted: an IPv4 address, or the 64 bits of an IPv6 address
    /// that a network is given, since its owner chooses the rest at will.
    /// </summary>
    public static string KeyOf(IPAddress? remote)
    {
        if (AddressOf(remote) is not { } address)
        {
            return "unknown";
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    private static IPAddress? AddressOf(IPAddress? remote) => remote is { IsIPv4MappedToIPv6: true } ? remote.MapToIPv4() : remote;
}
