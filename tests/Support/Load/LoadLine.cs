using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpsConsole.Support.Load;

/// <summary>One of the prober's connections: sends its share of the schedule, one request after another.</summary>
internal sealed class LoadLine(LoadPlan plan, int number, Func<TimeSpan> clock)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly IPEndPoint _address = new(IPAddress.Parse(plan.Target.Host), plan.Target.Port);
    private readonly byte[] _request = Encoding.ASCII.GetBytes(
        $"{(plan.Post ? "POST" : "GET")} {plan.Target.PathAndQuery} HTTP/1.1\r\nHost: {plan.Target.Authority}\r\n{(plan.Use == ConnectionUse.Fresh ? "Connection: close\r\n" : "")}{(plan.Post ? "Content-Length: 2\r\n\r\n{}" : "\r\n")}");

    private readonly RawAnswer _answer = new();
    private Socket? _socket;

    public List<LoadAnswer> Answers { get; } = [];

    public int Reopened { get; private set; }

    public async Task RunAsync(CancellationToken end)
    {
        var step = TimeSpan.FromSeconds(plan.Connections / plan.PerSecond);
        for (var turn = 0L; !end.IsCancellationRequested; turn++)
        {
            var scheduled = (step * turn) + (step * number / plan.Connections);
            if (scheduled - clock() is { Ticks: > 0 } wait)
            {
                try
                {
                    await Task.Delay(wait, TimeProvider.System, end);
                }
                catch (OperationCanceledException)
                {
                    break;
                }
            }

            var sent = clock();
            var failure = await AskAsync();
            var good = failure is null;
            Answers.Add(new LoadAnswer(scheduled, sent, clock(), _answer.Status, good ? _answer.Header("X-Served-By") : null, good ? _answer.Header("X-Version") : null, failure));
        }

        Drop();
    }

    private async Task<string?> AskAsync()
    {
        using var limit = new CancellationTokenSource(s_patience, TimeProvider.System);
        var stage = "look";
        try
        {
            if (plan.Use is not ConnectionUse.Naive && _socket is { } kept && kept.Poll(0, SelectMode.SelectRead) && kept.Available == 0)
            {
                Drop();
                Reopened++;
            }

            stage = "connect";
            _socket ??= await DialAsync(limit.Token);
            stage = "send";
            await _socket.SendAsync(_request, limit.Token);
            stage = "read";
            var failure = await _answer.ReadAsync(_socket, limit.Token);
            if (plan.Use == ConnectionUse.Fresh || _answer.Closes || failure is not null)
            {
                Drop();
            }

            return failure;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            Drop();
            return exception is SocketException socket ? $"{stage}-{socket.SocketErrorCode}" : $"{stage}-timeout";
        }
    }

    private async Task<Socket> DialAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_address, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Drop()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
