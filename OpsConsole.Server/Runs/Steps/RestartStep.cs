using OpsConsole.Server.Slots;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>Ends what runs in the target slot, if anything does, and starts it anew.</summary>
internal sealed class RestartStep : IStep
{
    public string Name => StepNames.Restart;

    public TimeSpan Limit => TimeSpan.FromSeconds(60);

    public bool Lasting => true;

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.Environment.Slots.RestartAsync(context.Target, cancellationToken);
        }
        catch (SlotException exception)
        {
            throw new StepFailedException(exception.Message, exception);
        }

        var process = await context.Environment.Slots.InspectAsync(context.Target, cancellationToken);
        return process.Pid is { } pid ? $"started as process {pid}" : "started";
    }
}
