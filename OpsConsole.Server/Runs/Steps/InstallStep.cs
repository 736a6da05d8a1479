using OpsConsole.Server.Slots;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>Puts a version into the idle slot. Its undo puts the one back that was there, where that is known.</summary>
/// <param name="version">The version wanted.</param>
/// <param name="before">The one that was there; null when unknown.</param>
/// <param name="remains">What putting that back does not bring back; null when it brings all back.</param>
internal sealed class InstallStep(string version, string? before, string? remains = null) : IStep
{
    public string Name => StepNames.Install;

    public TimeSpan Limit => TimeSpan.FromMinutes(2);

    public bool Undoable => before is not null;

    public bool Lasting => before is null;

    public string? Remains => remains;

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        await PutAsync(context, version, cancellationToken);
        return before is null ? $"{context.Target.Word()} runs {version}" : $"{context.Target.Word()} runs {version}, {before} before";
    }

    public async Task<string> UndoAsync(StepContext context, CancellationToken cancellationToken)
    {
        await PutAsync(context, before!, cancellationToken);
        return $"{context.Target.Word()} runs {before} again{(remains is null ? "" : $". {remains}")}";
    }

    public async Task<StepLook> LookAsync(StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            var process = await context.Environment.Slots.InspectAsync(context.Target, cancellationToken);
            return process.Version is null || process.Running is null ? StepLook.Unknown : process.Version == version && process.Running == true ? StepLook.Done : StepLook.NotDone;
        }
        catch (SlotException)
        {
            return StepLook.Unknown;
        }
    }

    private static async Task PutAsync(StepContext context, string wanted, CancellationToken cancellationToken)
    {
        try
        {
            await context.Environment.Slots.UpgradeAsync(context.Target, wanted, cancellationToken);
            var process = await context.Environment.Slots.InspectAsync(context.Target, cancellationToken);
            if (process.Version != wanted)
            {
                throw new StepFailedException($"{context.Target.Word()} was to run {wanted}, and runs {process.Version ?? "something unknown"}.");
            }
        }
        catch (SlotException exception)
        {
            throw new StepFailedException(exception.Message, exception);
        }
    }
}
