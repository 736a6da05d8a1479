using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OpsConsole.Support.Load;

/// <summary>Reads one HTTP answer off a socket and believes nothing: the length must be told, and kept.</summary>
internal sealed class RawAnswer
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private string[] _head = [];

    public int? Status { get; private set; }

    public bool Closes { get; private set; }

    public string? Header(string name)
    {
        var line = Array.Find(_head, line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase) && line.Length > name.Length && line[name.Length] == ':');
        return line?[(name.Length + 1)..].Trim();
    }

    /// <summary>Null when the answer was whole and good, else what is wrong with it.</summary>
    public async Task<string?> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        (_head, Status, Closes) = ([], null, false);
        int got = 0, body = -1, length = -1;
        while (body < 0 || got < body + length)
        {
            if (got == _buffer.Length)
            {
                return "too-big";
            }

            var read = await socket.ReceiveAsync(_buffer.AsMemory(got), cancellationToken);
            if (read == 0)
            {
                return got == 0 ? "end-before-answer" : "end-in-answer";
            }

            got += read;
            if (body >= 0)
            {
                continue;
            }

            var end = _buffer.AsSpan(0, got).IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                continue;
            }

            body = end + 4;
            _head = Encoding.ASCII.GetString(_buffer, 0, end).Split("\r\n");
            Status = int.Parse(_head[0].Split(' ')[1], CultureInfo.InvariantCulture);
            Closes = string.Equals(Header("Connection"), "close", StringComparison.OrdinalIgnoreCase);
            if (!int.TryParse(Header("Content-Length"), CultureInfo.InvariantCulture, out length))
            {
                return Status == 200 ? "no-length" : $"status-{Status}";
            }
        }

        return Status != 200 ? $"status-{Status}" : got > body + length ? "too-long" : Header("X-Served-By") is null ? "no-slot" : null;
    }
}
