namespace OpsConsole.Server.Gateways;

/// <summary>Something in a proxy's configuration that would get in the way of a switch.</summary>
/// <param name="What">What would happen, as sentences.</param>
/// <param name="Line">The line to write, as a sentence.</param>
internal sealed record GatewayFinding(string What, string Line);
