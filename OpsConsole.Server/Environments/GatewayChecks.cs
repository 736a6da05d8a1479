namespace OpsConsole.Server.Environments;

/// <inheritdoc/>
internal sealed class GatewayChecks(EnvironmentCatalogue catalogue, TimeProvider time) : IGatewayChecks
{
    public async Task<Result<GatewayCheck>> CheckAsync(string environment, CancellationToken cancellationToken) => catalogue.Find(environment) switch
    {
        null => catalogue.NotFound(environment),
        { Gateway: null } => new Refusal(RefusalKind.NotSupported, $"{environment} is only watched: it has no gateway to check."),
        { Gateway: { } gateway } => new GatewayCheck(environment, time.GetUtcNow(), await gateway.CheckAsync(cancellationToken)),
    };
}
