using System.Collections.Frozen;

namespace OpsConsole.Server.Live;

/// <summary>What can be subscribed to, and who has: the hub itself lives for one call only.</summary>
internal sealed class TelemetryTopics(IEnvironments environments)
{
    public const string Environment = "environment";
    public const string Health = "health";
    public const string Traffic = "traffic";
    public const string Clock = "clock";
    public const string Runs = "runs";
    public const string Entries = "entries";

    private int _connections;

    public FrozenSet<string> All { get; } = environments.Names
        .SelectMany(name => new[] { $"{Environment}:{name}", $"{Health}:{name}", $"{Traffic}:{name}" })
        .Append(Clock)
        .Append(Runs)
        .Append(Entries)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How many programs are connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public static (string Kind, string Key) Split(string topic)
        => topic.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? (topic[..colon], topic[(colon + 1)..]) : (topic, "");

    public void Connected() => Interlocked.Increment(ref _connections);

    public void Disconnected() => Interlocked.Decrement(ref _connections);
}
