namespace OpsConsole.Server.Health.Redis;

/// <summary>What a Redis says of its place among others.</summary>
internal static class RedisRole
{
    public const string Master = "master";
    public const string Replica = "replica";

    /// <summary>The verdict on the reply to ROLE. Pure.</summary>
    public static ProbeAnswer Of(RespReply reply, string? wanted)
    {
        var (role, detail, warning) = reply switch
        {
            RespReply.Items { All: [RespReply.Text { Value: "master" }, _, RespReply.Items replicas, ..] } => (Master, Count(replicas.All.Count), null),
            RespReply.Items { All: [RespReply.Text { Value: "slave" }, RespReply.Text host, RespReply.Number port, RespReply.Text state, ..] } => (Replica, OfReplica(host, port), Link(host, port, state)),
            RespReply.Items { All: [RespReply.Text { Value: "sentinel" }, ..] } => ("sentinel", "sentinel", null),
            // A user without the right, or something that only speaks like a Redis: it answers PING, and that is all that is known.
            _ => ((string?)null, "its role is not told", (string?)null),
        };
        return wanted is null || role == wanted ? ProbeAnswer.Well(detail, warning)
            : ProbeAnswer.Failed(role is null ? $"it does not tell its role, and {wanted} is wanted" : $"it is a {role}, where a {wanted} is wanted");
    }

    private static string Count(int replicas) => replicas switch
    {
        0 => "master, no replica",
        1 => "master, 1 replica",
        _ => FormattableString.Invariant($"master, {replicas} replicas"),
    };

    private static string OfReplica(RespReply.Text host, RespReply.Number port) => FormattableString.Invariant($"replica of {host.Value}:{port.Value}");

    private static string? Link(RespReply.Text host, RespReply.Number port, RespReply.Text state)
        => state.Value == "connected" ? null : FormattableString.Invariant($"it is a replica without a link to its master {host.Value}:{port.Value} ({state.Value})");
}
