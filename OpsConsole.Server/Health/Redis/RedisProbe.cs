using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OpsConsole.Server.Health.Redis;

/// <summary>What is asked of a Redis.</summary>
/// <param name="Address"><c>redis://user@host:port</c>; without a user the default one.</param>
/// <param name="Password">Where its password comes from.</param>
/// <param name="Role"><c>master</c> or <c>replica</c>, where it has to be one.</param>
internal sealed record RedisWish(Uri Address, ProbePassword Password, string? Role)
{
    public string User => Address.UserInfo.Length > 0 ? Uri.UnescapeDataString(Address.UserInfo) : "default";
}

/// <summary>Asks a Redis by PING and ROLE.</summary>
internal sealed class RedisProbe(string component, Slot? slot, TimeSpan interval, RedisWish wish, TimeProvider time) : IProbe
{
    public string Component => component;

    public string Kind => "redis";

    public Slot? Slot => slot;

    public TimeSpan Interval => interval;

    public Task<ProbeAnswer> AskAsync(TimeSpan limit, CancellationToken cancellationToken) => Look.WithinAsync(limit, time, LookAsync, cancellationToken);

    private async Task<ProbeAnswer> LookAsync(CancellationToken cancellationToken)
    {
        var password = await wish.Password.ReadAsync(cancellationToken);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(wish.Address.IdnHost, wish.Address.Port, cancellationToken);
        await using var stream = new NetworkStream(socket);
        await SendAsync(stream, password, cancellationToken);
        var reader = new RespReader(stream);
        if (password is not null && await reader.ReadAsync(cancellationToken) is RespReply.Error refused)
        {
            return ProbeAnswer.Failed(RedisWords.Of(refused.Message, wish.User));
        }

        return await reader.ReadAsync(cancellationToken) switch
        {
            RespReply.Text { Value: "PONG" } => RedisRole.Of(await reader.ReadAsync(cancellationToken), wish.Role),
            RespReply.Error error => ProbeAnswer.Failed(RedisWords.Of(error.Message, wish.User)),
            _ => ProbeAnswer.Failed("it answers, and PING not as a Redis does"),
        };
    }

    /// <summary>All commands at once: one way there and back.</summary>
    private async Task SendAsync(NetworkStream stream, string? password, CancellationToken cancellationToken)
    {
        var commands = new StringBuilder();
        if (password is not null)
        {
            // A Redis before 6 knows no users.
            commands.Append(wish.Address.UserInfo.Length > 0 ? Command("AUTH", wish.User, password) : Command("AUTH", password));
        }

        commands.Append(Command("PING")).Append(Command("ROLE"));
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(commands.ToString()), cancellationToken);
        }
        catch (IOException)
        {
            // It closed at once; why, it may have said before, and that can be read yet.
        }
    }

    private static string Command(params string[] words)
        => string.Create(CultureInfo.InvariantCulture, $"*{words.Length}\r\n") + string.Concat(words.Select(word => string.Create(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n")));
}
