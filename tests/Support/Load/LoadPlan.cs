namespace OpsConsole.Support.Load;

/// <summary>How the prober uses connections.</summary>
public enum ConnectionUse
{
    /// <summary>A new one for each request.</summary>
    Fresh,

    /// <summary>One after another on the same, looked at before each use as browsers, curl, Go and .NET do.</summary>
    Kept,

    /// <summary>One after another on the same without that look: a request crosses the closing of its connection.</summary>
    Naive,
}

/// <summary>Requests by an absolute schedule: a slow answer does not thin out those after it.</summary>
/// <param name="Target">The front door, with the path.</param>
/// <param name="PerSecond">Requests a second, over all connections.</param>
/// <param name="Connections">How many at a time.</param>
/// <param name="Use">How they are used.</param>
/// <param name="Post">Whether they are POSTs, which nobody sends again by himself.</param>
public sealed record LoadPlan(Uri Target, double PerSecond, int Connections = 8, ConnectionUse Use = ConnectionUse.Kept, bool Post = false);
