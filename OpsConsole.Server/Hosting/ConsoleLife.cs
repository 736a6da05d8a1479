using OpsConsole.Server.Access;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Cli;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Hosting;

/// <summary>Enters that the console starts and that it stops, and opens the way in for the first person.</summary>
internal sealed partial class ConsoleLife(
    AuditLog audit, FirstStart firstStart, CliSettings settings, EnvironmentCatalogue catalogue, ILogger<ConsoleLife> logger) : IHostedLifecycleService
{
    private bool _begun;

    /// <summary>The path of the one-time way in; null when people can sign in.</summary>
    public string? WayIn { get; private set; }

    /// <summary>Before anything else starts: what cannot be entered does not happen.</summary>
    /// <exception cref="StoreException">It could not be entered.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await audit.AppendAsync(new NewEntry(Actor.Console, AuditActions.Start, AuditOutcome.Succeeded, Detail: Detail), cancellationToken);
        _begun = true;
        WayIn = await firstStart.PrepareAsync(cancellationToken);
    }

    /// <summary>After everything else has stopped.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_begun)
            {
                await audit.AppendAsync(new NewEntry(Actor.Console, AuditActions.Stop, AuditOutcome.Succeeded, Detail: Detail), cancellationToken);
            }
        }
        catch (StoreException exception)
        {
            StopNotEntered(logger, exception.Message);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Detail => $"OpsConsole {HealthEndpoints.Version} at {settings.Configuration[WebHostDefaults.ServerUrlsKey]}, "
        + $"data directory {settings.DataDirectory}, environments {string.Join(", ", catalogue.All.Select(environment => environment.Name))}.";

    [LoggerMessage(LogLevel.Warning, "The console stops, and that could not be entered: {Reason}")]
    private static partial void StopNotEntered(ILogger logger, string reason);
}
