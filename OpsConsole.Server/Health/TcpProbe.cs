using System.Net.Sockets;

namespace OpsConsole.Server.Health;

/// <summary>Asks by opening a TCP connection: whoever accepts it is up.</summary>
internal sealed class TcpProbe(string component, Slot? slot, TimeSpan interval, Uri address, TimeProvider time) : IProbe
{
    public string Component => component;

    public string Kind => "tcp";

    public Slot? Slot => slot;

    public TimeSpan Interval => interval;

    public async Task<ProbeAnswer> AskAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, either.Token);
            return new ProbeAnswer(null, time.GetElapsedTime(started), null);
        }
        catch (SocketException exception)
        {
            return new ProbeAnswer(exception.Message, time.GetElapsedTime(started), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeAnswer($"no answer within {limit.TotalSeconds:0.#} s", time.GetElapsedTime(started), null);
        }
    }
}
