using System.Globalization;
using System.Text;

namespace OpsConsole.Server.Health.Redis;

/// <summary>Reads replies of a Redis from a stream, and of each stream only so much: who knows what answers there.</summary>
internal sealed class RespReader(Stream stream)
{
    private const int MostBytes = 64 * 1024;
    private const int MostDepth = 4;
    private const int MostShown = 60;

    private readonly byte[] _buffer = new byte[4096];
    private int _at;
    private int _end;
    private int _read;

    /// <summary>The next reply.</summary>
    /// <exception cref="ProbeException">What came is none.</exception>
    public Task<RespReply> ReadAsync(CancellationToken cancellationToken) => ReadAsync(1, cancellationToken);

    private async Task<RespReply> ReadAsync(int depth, CancellationToken cancellationToken)
    {
        var line = await LineAsync(cancellationToken);
        var rest = line.Length > 0 ? line[1..] : "";
        switch (line.Length > 0 ? line[0] : '\0')
        {
            case '+':
                return new RespReply.Text(rest);
            case '-':
                return new RespReply.Error(rest);
            case ':' when long.TryParse(rest, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                return new RespReply.Number(number);
            case '$' when Count(rest) is { } length:
                return new RespReply.Text(length < 0 ? null : await TextAsync(length, cancellationToken));
            case '*' when Count(rest) is { } count && depth < MostDepth:
                var items = new List<RespReply>();
                for (var i = 0; i < count; i++)
                {
                    items.Add(await ReadAsync(depth + 1, cancellationToken));
                }

                return new RespReply.Items(items);
            default:
                throw new ProbeException($"it answers, and not as a Redis does: '{Shown(line)}'");
        }
    }

    private static int? Count(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && count is >= -1 and <= MostBytes ? count : null;

    private async Task<string> TextAsync(int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length + 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = await ByteAsync(cancellationToken);
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        var bytes = new List<byte>();
        while (await ByteAsync(cancellationToken) is var next && next != '\n')
        {
            bytes.Add(next);
        }

        return Encoding.UTF8.GetString([.. bytes]).TrimEnd('\r');
    }

    private async ValueTask<byte> ByteAsync(CancellationToken cancellationToken)
    {
        if (_at == _end)
        {
            if (_read > MostBytes)
            {
                throw new ProbeException("it answers with more than a Redis would");
            }

            (_at, _end) = (0, await stream.ReadAsync(_buffer, cancellationToken));
            _read += _end;
            if (_end == 0)
            {
                throw new ProbeException("it closed the connection without an answer");
            }
        }

        return _buffer[_at++];
    }

    private static string Shown(string line) => new([.. line.Take(MostShown).Select(character => char.IsControl(character) ? '?' : character)]);
}
