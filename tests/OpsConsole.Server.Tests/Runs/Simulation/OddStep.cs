using OpsConsole.Server.Runs;

namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>A step that does its work more often than it should, or fails after it.</summary>
internal sealed class OddStep(IStep step, bool fails = false, bool doesTwice = false, bool undoesTwice = false) : IStep
{
    public string Name => step.Name;

    public TimeSpan Limit => step.Limit;

    public bool Undoable => step.Undoable;

    public bool Lasting => step.Lasting;

    public string Effect => step.Effect;

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var done = await step.DoAsync(context, cancellationToken);
        done = doesTwice ? await step.DoAsync(context, cancellationToken) : done;
        return fails ? throw new StepFailedException($"{Name} was made to fail.") : done;
    }

    public async Task<string> UndoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var done = await step.UndoAsync(context, cancellationToken);
        return undoesTwice ? await step.UndoAsync(context, cancellationToken) : done;
    }

    public Task<StepLook> LookAsync(StepContext context, CancellationToken cancellationToken) => step.LookAsync(context, cancellationToken);
}
