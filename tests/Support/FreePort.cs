using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OpsConsole.Support;

/// <summary>Ports that nobody listens at, below those that the system gives to outgoing connections: load would take them meanwhile.</summary>
public static class FreePort
{
    private const int Lowest = 10_000;
    private static readonly int s_count = Math.Min(FirstOfTheSystem(), 32_768) - Lowest;
    private static int s_next = Random.Shared.Next(0, s_count);

    public static int Next()
    {
        while (true)
        {
            var port = Lowest + (int)((uint)Interlocked.Increment(ref s_next) % (uint)s_count);
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

    /// <summary>The first port that outgoing connections get; on a machine that gives them nearly all, there is no better place than any.</summary>
    private static int FirstOfTheSystem()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        var first = File.Exists(Range) ? int.Parse(File.ReadAllText(Range).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture) : 32_768;
        return first > Lowest + 1000 ? first : 32_768;
    }
}
