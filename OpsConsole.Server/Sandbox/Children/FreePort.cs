using System.Net;
using System.Net.Sockets;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>
/// A free port below those that the kernel gives to outgoing connections. From up there it may give a dead slot's port to a
/// connection, even to the one that tries to reach that slot, which then talks to itself and keeps the slot from coming back.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;

    /// <summary>Finds one on loopback. Each process begins to look somewhere else.</summary>
    public static int Find()
    {
        var begin = (long)Environment.ProcessId * 7919;
        for (var i = 0; i < Count; i++)
        {
            var port = First + (int)((begin + i) % Count);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                socket.Listen(1);
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // The next one, then.
            }
        }

        throw new IOException($"No port from {First} to {First + Count - 1} is free.");
    }
}
