using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpsConsole.EndToEnd.Tests.Proxies;

/// <summary>
/// Two slots that can take their time, to the byte: <c>/slow/BYTES/MS</c> sends an answer of that length in ten parts over that time; <c>/edge/FIRST/BYTES/MS</c> sends
/// its first FIRST bytes at once, in two parts and with the head counted, and the rest after that time; <c>/stream/MS</c> sends a stream that ends with the line <c>end</c>. Anything else is
/// answered at once.
/// </summary>
internal sealed class SlowSlots : ISlots
{
    private const int Parts = 10;
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _blue = Listen();
    private readonly TcpListener _green = Listen();
    private readonly Task _serving;

    public SlowSlots() => _serving = Task.WhenAll(ServeAsync(_blue, "blue", "1.0.0"), ServeAsync(_green, "green", "1.1.0"));

    public Uri Blue => Address(_blue);

    public Uri Green => Address(_green);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _blue.Dispose();
        _green.Dispose();
        _end.Dispose();
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(1024);
        return listener;
    }

    private static Uri Address(TcpListener listener) => new($"http://{(IPEndPoint)listener.LocalEndpoint}");

    private async Task ServeAsync(TcpListener listener, string slot, string version)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(_end.Token);
                _ = AnswerAsync(client, slot, version);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(TcpClient client, string slot, string version)
    {
        using var own = client;
        client.NoDelay = true;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var line = await reader.ReadLineAsync(_end.Token) ?? "";
            while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 })
            {
                // The head of a request says nothing that counts here.
            }

            var head = $"HTTP/1.1 200 OK\r\nX-Served-By: {slot}\r\nX-Version: {version}\r\nConnection: close\r\n";
            switch (line.Split(' ').ElementAtOrDefault(1)?.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                case ["slow", var bytes, var ms]:
                    var answer = Whole(head, Number(bytes));
                    for (var part = 0; part < Parts; part++)
                    {
                        await stream.WriteAsync(answer.AsMemory(answer.Length * part / Parts, (answer.Length * (part + 1) / Parts) - (answer.Length * part / Parts)), _end.Token);
                        await Task.Delay(Time(ms) / Parts, TimeProvider.System, _end.Token);
                    }

                    break;
                case ["edge", var first, var bytes, var ms]:
                    var edge = Whole(head, Number(bytes));
                    await stream.WriteAsync(edge.AsMemory(0, Number(first) / 2), _end.Token);
                    await Task.Delay(s_beat, TimeProvider.System, _end.Token);
                    await stream.WriteAsync(edge.AsMemory(Number(first) / 2, Number(first) - (Number(first) / 2)), _end.Token);
                    await Task.Delay(Time(ms), TimeProvider.System, _end.Token);
                    await stream.WriteAsync(edge.AsMemory(Number(first)), _end.Token);
                    break;
                case ["stream", var ms]:
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}Content-Type: text/event-stream\r\nX-Accel-Buffering: no\r\n\r\n"), _end.Token);
                    for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < Time(ms);)
                    {
                        await stream.WriteAsync("data: more\n\n"u8.ToArray(), _end.Token);
                        await Task.Delay(s_beat, TimeProvider.System, _end.Token);
                    }

                    await stream.WriteAsync("data: end\n\n"u8.ToArray(), _end.Token);
                    break;
                default:
                    await stream.WriteAsync(Whole(head, 2), _end.Token);
                    break;
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The caller has gone, or the test has ended.
            return;
        }
    }

    private static byte[] Whole(string head, int bytes) => [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{head}Content-Length: {bytes}\r\n\r\n")), .. new byte[bytes]];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static TimeSpan Time(string milliseconds) => TimeSpan.FromMilliseconds(Number(milliseconds));
}
