using System.Net.Sockets;

namespace OpsConsole.Server.Health;

/// <summary>Asks by opening a TCP connection: whoever accepts it is up.</summary>
internal sealed class TcpProbe(string component, Slot? slot, TimeSpan interval, Uri address, TimeProvider time) : IProbe
{
    public string Component => component;

    public string Kind => "tcp";

    public Slot? Slot => slot;

    public TimeSpan Interval => interval;

    public Task<ProbeAnswer> AskAsync(TimeSpan limit, CancellationToken cancellationToken) => Look.WithinAsync(limit, time, LookAsync, cancellationToken);

    private async Task<ProbeAnswer> LookAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        return ProbeAnswer.Well(null);
    }
}
