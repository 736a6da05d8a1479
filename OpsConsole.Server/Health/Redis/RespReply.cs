namespace OpsConsole.Server.Health.Redis;

/// <summary>What a Redis answers to one command, as its protocol (RESP2) has it.</summary>
internal abstract record RespReply
{
    internal sealed record Text(string? Value) : RespReply;

    internal sealed record Number(long Value) : RespReply;

    internal sealed record Error(string Message) : RespReply;

    internal sealed record Items(IReadOnlyList<RespReply> All) : RespReply;
}
