using System.Net;
using System.Net.Sockets;

namespace OpsConsole.Support;

/// <summary>Ports that nobody listens at, below those that the system gives to outgoing connections: load would take them meanwhile.</summary>
public static class FreePort
{
    private static int s_next = Random.Shared.Next(20_000, 30_000);

    public static int Next()
    {
        while (true)
        {
            var port = 20_000 + (Interlocked.Increment(ref s_next) % 12_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one.
            }
        }
    }
}
