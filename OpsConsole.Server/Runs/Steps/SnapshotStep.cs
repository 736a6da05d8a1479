using OpsConsole.Server.Gateways;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>Keeps the gateway's whole configuration, before anything touches it.</summary>
internal sealed class SnapshotStep : IStep
{
    public string Name => StepNames.Snapshot;

    public TimeSpan Limit => TimeSpan.FromSeconds(15);

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var content = await context.Environment.Gateway!.ExportAsync(cancellationToken);
            await context.KeepSnapshotAsync(content, cancellationToken);
            return $"{content.Length} characters of the gateway's configuration are kept";
        }
        catch (GatewayException exception)
        {
            throw new StepFailedException(exception.Message, exception);
        }
    }
}
