namespace OpsConsole.Server.Health;

/// <summary>What one look at a component gave.</summary>
/// <param name="Error">What was wrong; null when it answered as it should.</param>
/// <param name="Latency">How long it took.</param>
/// <param name="Version">The version that the answer named, if any.</param>
/// <param name="Asked">False when there was nobody to ask yet: that says nothing about the component.</param>
internal sealed record ProbeAnswer(string? Error, TimeSpan Latency, string? Version, bool Asked = true)
{
    public bool Good => Error is null;

    /// <summary>What is not as it should be although it answers: it is degraded then, and no probe was missed.</summary>
    public string? Warning { get; init; }

    /// <summary>What a person wants to know of it while it answers, in a few words.</summary>
    public string? Detail { get; init; }

    /// <summary>It answered as it should. How long that took is filled in by whoever measured.</summary>
    public static ProbeAnswer Well(string? detail, string? warning = null) => new(null, TimeSpan.Zero, null) { Detail = detail, Warning = warning };

    /// <summary>It did not.</summary>
    public static ProbeAnswer Failed(string error) => new(error, TimeSpan.Zero, null);
}

/// <summary>One outside look at a component.</summary>
internal interface IProbe
{
    /// <summary>The component's name.</summary>
    string Component { get; }

    /// <summary>As in the settings: <c>http</c>, <c>postgres</c>.</summary>
    string Kind { get; }

    /// <summary>The slot it belongs to; null for shared parts.</summary>
    Slot? Slot { get; }

    /// <summary>How often it is asked.</summary>
    TimeSpan Interval { get; }

    /// <summary>Asks once, on a fresh connection. What goes wrong at the other side is in the answer, never thrown.</summary>
    Task<ProbeAnswer> AskAsync(TimeSpan limit, CancellationToken cancellationToken);
}
