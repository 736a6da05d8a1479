using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Sandbox;

/// <summary>Finds the children that another process keeps running, for a verb that looks at them or switches them.</summary>
internal sealed class SandboxVisitor(SandboxFactory factory, EnvironmentCatalogue catalogue) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The catalogue has made the environments, and with them what the factory knows.
        _ = catalogue.All;
        foreach (var children in factory.All)
        {
            children.Visit();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
