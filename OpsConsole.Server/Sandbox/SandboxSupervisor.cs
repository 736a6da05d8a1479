using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Sandbox;

/// <summary>
/// Brings the children up once the console itself listens (its own busy port is told first), keeps the gateways alive, and ends the
/// children with the console unless they are detached.
/// </summary>
internal sealed partial class SandboxSupervisor(
    SandboxFactory factory, Database database, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SandboxSupervisor> logger) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when every child is up. Never, when one does not come up: the console then stops.</summary>
    public Task Ready => _ready.Task;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(factory.All.Select(children => children.StopAsync(cancellationToken)));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ListeningAsync(stoppingToken);
        try
        {
            await Task.WhenAll(factory.All.Select(children => children.BootAsync(weights => EstablishAsync(children.Plan.Environment, weights), stoppingToken)));
        }
        catch (SandboxException exception)
        {
            // One line for a person, not a log entry with a stack: it is the settings that are wrong, or another process.
            await Console.Error.WriteLineAsync(exception.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
            return;
        }

        _ready.SetResult();
        using var timer = new PeriodicTimer(s_look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Task.WhenAll(factory.All.Select(children => KeepAsync(children, stoppingToken)));
        }
    }

    private async Task KeepAsync(SandboxChildren children, CancellationToken stoppingToken)
    {
        try
        {
            await children.KeepGatewayAsync(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it was, the next look may find it gone.
            LookFailed(logger, children.Plan.Environment, exception);
        }
    }

    /// <summary>Weights that begin afresh are what the console wants: it established them by beginning. Not so in the middle of a run.</summary>
    private Task EstablishAsync(string environment, Weights weights) => database.WriteAsync(
        (connection, transaction) => EstablishedWeights.SetUnlessAtWork(connection, transaction, environment, weights, time.GetUtcNow()),
        CancellationToken.None);

    private async Task ListeningAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(stoppingToken);
    }

    [LoggerMessage(LogLevel.Error, "The gateway of '{Environment}' could not be looked after")]
    private static partial void LookFailed(ILogger logger, string environment, Exception exception);
}
