namespace OpsConsole.Server.Gateways;

/// <summary>At the start: puts there what a proxy has to include, and says in the log what in its configuration would get in the way of a switch.</summary>
/// <param name="gateways">Every gateway, by the name of its environment.</param>
/// <param name="logger">Where it is said.</param>
internal sealed partial class GatewayWelcome(IReadOnlyDictionary<string, IGateway> gateways, ILogger<GatewayWelcome> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var (environment, gateway) in gateways)
        {
            try
            {
                await gateway.PrepareAsync(stoppingToken);
            }
            catch (GatewayException exception)
            {
                NotPrepared(logger, environment, exception.Message);
                continue;
            }

            foreach (var finding in await gateway.CheckAsync(stoppingToken))
            {
                Found(logger, environment, finding.What, finding.Line);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The gateway of {Environment} could not be prepared: {Why}")]
    private static partial void NotPrepared(ILogger logger, string environment, string why);

    [LoggerMessage(LogLevel.Warning, "The gateway of {Environment}: {What} {Line}")]
    private static partial void Found(ILogger logger, string environment, string what, string line);
}
