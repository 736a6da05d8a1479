namespace OpsConsole.Server.Clock;

/// <summary>One look at a node's clock.</summary>
/// <param name="OffsetSeconds">The node's clock minus true time: above 0 it is ahead. Null when it cannot be told.</param>
/// <param name="BoundSeconds">How far that may be wrong; null when it cannot be told.</param>
/// <param name="Synchronised">Whether the node says that it follows a reference.</param>
/// <param name="Detail">What else there is to say.</param>
internal sealed record ClockReading(double? OffsetSeconds, double? BoundSeconds, bool? Synchronised, string? Detail);

/// <summary>One way to measure one node's clock.</summary>
internal interface IClockSource
{
    /// <summary>The node's name.</summary>
    string Node { get; }

    /// <summary>The host whose clock it is.</summary>
    string Host { get; }

    /// <summary><c>kernel</c>, <c>chrony</c>, <c>ntp</c> …</summary>
    string Kind { get; }

    /// <summary>Asks once.</summary>
    Task<ClockReading> ReadAsync(CancellationToken cancellationToken);
}
