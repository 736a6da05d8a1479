namespace OpsConsole.Shared;

/// <summary>Something in a proxy's configuration that would get in the way of a switch.</summary>
/// <param name="What">What would happen, as sentences.</param>
/// <param name="Line">The line to write, as a sentence.</param>
public sealed record GatewayFinding(string What, string Line);

/// <summary>A look through the configuration of a gateway, as it was at that moment.</summary>
/// <param name="Environment">Whose gateway.</param>
/// <param name="CheckedAt">When it was looked at.</param>
/// <param name="Findings">What would get in the way; empty when nothing was found.</param>
public sealed record GatewayCheck(string Environment, DateTimeOffset CheckedAt, IReadOnlyList<GatewayFinding> Findings);

/// <summary>Looks through the configuration of gateways, before anybody relies on them.</summary>
public interface IGatewayChecks
{
    /// <summary>Looks now; changes nothing. An environment that is not there, or has no gateway, is refused.</summary>
    Task<Result<GatewayCheck>> CheckAsync(string environment, CancellationToken cancellationToken);
}
