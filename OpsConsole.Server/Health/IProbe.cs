namespace OpsConsole.Server.Health;

/// <summary>What one look at a component gave.</summary>
/// <param name="Error">What was wrong; null when it answered as it should.</param>
/// <param name="Latency">How long it took.</param>
/// <param name="Version">The version that the answer named, if any.</param>
/// <param name="Asked">False when there was nobody to ask yet: that says nothing about the component.</param>
internal sealed record ProbeAnswer(string? Error, TimeSpan Latency, string? Version, bool Asked = true)
{
    public bool Good => Error is null;
}

/// <summary>One outside look at a component.</summary>
internal interface IProbe
{
    /// <summary>The component's name.</summary>
    string Component { get; }

    /// <summary><c>http</c>, <c>tcp</c>.</summary>
    string Kind { get; }

    /// <summary>The slot it belongs to; null for shared parts.</summary>
    Slot? Slot { get; }

    /// <summary>How often it is asked.</summary>
    TimeSpan Interval { get; }

    /// <summary>Asks once, on a fresh connection. What goes wrong at the other side is in the answer, never thrown.</summary>
    Task<ProbeAnswer> AskAsync(TimeSpan limit, CancellationToken cancellationToken);
}
