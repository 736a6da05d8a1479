using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpsConsole.Server.Gateways.HAProxy;

/// <inheritdoc/>
/// <param name="address">A path, or <c>host:port</c>, also written <c>ipv4@host:port</c> as HAProxy does.</param>
/// <param name="time">The clock of the limits.</param>
internal sealed class HAProxySocket(string address, TimeProvider time) : IHAProxySocket
{
    /// <summary>The states of a few hundred servers are a tenth of it.</summary>
    private const int LongestAnswer = 1 << 20;

    public async Task<IReadOnlyList<string>> AskAsync(IReadOnlyList<string> commands, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var text = await ExchangeAsync(string.Join("; ", commands) + "\n", either.Token);
            var answers = Split(text);
            return answers.Count == commands.Count ? answers : throw new GatewayException($"What takes commands at {address} does not answer as HAProxy does: '{text.Trim().Split('\n')[0].Trim()}'.");
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GatewayException($"HAProxy at {address} did not answer within {limit.TotalSeconds:0.#} s: it hangs, or was stopped.", exception);
        }
        catch (SocketException exception)
        {
            throw new GatewayException(Unreachable(exception), exception);
        }
    }

    /// <summary>Each answer ends with an empty line; a command that did as it was told answers that alone.</summary>
    private static List<string> Split(string text)
    {
        var answers = new List<string>();
        var answer = new StringBuilder();
        foreach (var line in text.Split('\n')[..^1])
        {
            if (line.Length > 0)
            {
                answer.Append(line).Append('\n');
                continue;
            }

            answers.Add(answer.ToString().TrimEnd('\n'));
            answer.Clear();
        }

        return answers;
    }

    private async Task<string> ExchangeAsync(string line, CancellationToken cancellationToken)
    {
        var endPoint = EndPointOf(address);
        using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, endPoint is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint, cancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes(line), cancellationToken);
        var buffer = new byte[8192];
        using var text = new MemoryStream();
        while (await socket.ReceiveAsync(buffer, cancellationToken) is > 0 and var read)
        {
            text.Write(buffer, 0, read);
            if (text.Length > LongestAnswer)
            {
                throw new GatewayException($"What takes commands at {address} answers with more than {LongestAnswer >> 20} MB: that is no HAProxy.");
            }
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static EndPoint EndPointOf(string address)
    {
        if (address.StartsWith('/'))
        {
            return new UnixDomainSocketEndPoint(address);
        }

        var where = address.Split('@')[^1];
        var colon = where.LastIndexOf(':');
        var (host, port) = (where[..colon].Trim('[', ']'), int.Parse(where[(colon + 1)..], CultureInfo.InvariantCulture));
        return IPAddress.TryParse(host, out var number) ? new IPEndPoint(number, port) : new DnsEndPoint(host, port, AddressFamily.InterNetwork);
    }

    private string Unreachable(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.AccessDenied => $"The console, as user {Environment.UserName}, may not open {address}. In HAProxy's global section: stats socket {address} mode 660 level admin, with a group that this user is in.",
        SocketError.ConnectionRefused => $"Nothing takes commands at {address}: HAProxy does not run, or not with this socket.",
        SocketError.ConnectionReset => $"HAProxy at {address} ended while it was asked.",
        _ when address.StartsWith('/') && !File.Exists(address) => $"There is no {address}: HAProxy does not run, or its configuration has no such stats socket.",
        _ => $"HAProxy at {address} cannot be reached: {exception.Message}.",
    };
}
