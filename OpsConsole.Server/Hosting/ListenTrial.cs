using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpsConsole.Server.Sandbox;

namespace OpsConsole.Server.Hosting;

/// <summary>
/// Whether the console can listen where it was told to, tried before anything is started or written: the host would tell of it
/// late, and with a stack trace.
/// </summary>
internal static class ListenTrial
{
    /// <summary>What is in the way, in one line; null when nothing is.</summary>
    public static string? Fault(string urls) => urls
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(url => Fault(BindingAddress.Parse(url)))
        .FirstOrDefault(fault => fault is not null);

    private static string? Fault(BindingAddress address)
    {
        if (address.IsUnixPipe || address.IsNamedPipe)
        {
            return null;
        }

        try
        {
            using var socket = Bind(address);
            return null;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => Busy(address),
                SocketError.AccessDenied => string.Create(
                    CultureInfo.InvariantCulture, $"{address} is refused to this user: ports below 1024 need more rights. Choose another with --urls http://127.0.0.1:5080."),
                SocketError.AddressNotAvailable => $"{address} is no address of this machine. Choose another with --urls http://127.0.0.1:5080.",
                _ => $"The console cannot listen at {address}: {exception.Message}.",
            };
        }
    }

    private static string Busy(BindingAddress address)
    {
        var holder = PortHolder.Find(address.Port) is { } found ? $" by {found}" : "";
        var next = address.Port < IPEndPoint.MaxPort ? address.Port + 10 : 5080;
        return string.Create(CultureInfo.InvariantCulture, $"{address} is in use already{holder}. Choose another with --urls http://127.0.0.1:{next}.");
    }

    private static Socket Bind(BindingAddress address)
    {
        var host = address.Host.Trim('[', ']');
        var at = IPAddress.TryParse(host, out var ip) ? ip : host == "localhost" ? IPAddress.Loopback : IPAddress.IPv6Any;
        var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (at.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(at, address.Port));
            socket.Listen();
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
