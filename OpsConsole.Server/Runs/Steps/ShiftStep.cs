using OpsConsole.Server.Gateways;
using OpsConsole.Server.Runs.Bakes;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>Sends traffic where the plan says. Its undo sends it back to where it was before the run, and proves it at the front door.</summary>
/// <param name="name">Its name in the plan.</param>
/// <param name="wanted">Where traffic is to go.</param>
/// <param name="time">The clock.</param>
/// <param name="last">Whether the receipts of the run follow; a share on the way takes its own proof.</param>
internal sealed class ShiftStep(string name, Weights wanted, TimeProvider time, bool last = true) : IStep
{
    private static readonly TimeSpan s_firstAnswer = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_undoProof = TimeSpan.FromSeconds(10);

    public string Name => name;

    public TimeSpan Limit => TimeSpan.FromSeconds(15);

    public bool Undoable => true;

    public string Effect => StepNames.Shift;

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        context.TrafficBefore = await TrafficBefore.ThisSecondAsync(context.Environment.Traffic, time, cancellationToken);
        RequestsHurt.Begin(context, name);
        await context.EstablishAsync(wanted, proven: false, cancellationToken);
        await DropWatchAsync(context);
        context.Watch = FrontDoors.Start(context.Environment, context.Proof, wanted.Live() ?? context.Target, time);
        await context.Watch.FirstAnswerAsync(s_firstAnswer, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        context.Watch.Sent();
        var (took, over) = await GatewayProof.ChangeAsync(context.Environment.Gateway!, wanted, context.Run.Operation is Operation.Rollback, time, cancellationToken);
        return $"accepted in {took.TotalMilliseconds:0.#} ms, reads back {wanted}{(over is null ? "" : $"; {over}")}{(last ? "" : await SeenAsync(context, cancellationToken))}";
    }

    public async Task<string> UndoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var back = context.Before;
        if (context.IsBack)
        {
            // A canary has shifted several times; the way back is one.
            return $"back to {back}";
        }

        var gateway = context.Environment.Gateway!;
        if (context.Run.Operation is Operation.Rollback)
        {
            await GatewayProof.RequireWholeAsync(gateway, wanted, cancellationToken);
        }

        await context.EstablishEventuallyAsync(back, proven: false);
        await DropWatchAsync(context);
        await using var watch = FrontDoors.Start(context.Environment, context.Proof, back.Live() ?? context.Target.Other(), time);
        watch.Sent();
        var sent = time.GetTimestamp();
        string? over;
        try
        {
            over = await gateway.TakeBackAsync(back, cancellationToken);
        }
        catch (GatewayException exception)
        {
            throw new StepFailedException(exception.Message, exception);
        }

        await GatewayProof.RequireAsync(gateway, back, null, cancellationToken);
        // Where traffic was split before, no single slot can answer for it: the gateway's word has to do.
        if (back.Live() is not null && !await watch.ProvenAsync(s_undoProof, progress => context.Report(Name, $"back to {back}: {progress}"), cancellationToken))
        {
            throw new StepFailedException($"Back to {back} is not proven: {watch.Progress()}.");
        }

        await context.EstablishEventuallyAsync(back, proven: true);
        context.IsBack = true;
        var first = watch.Measured(proven: true).FirstNewResponseMs;
        var seen = first is null ? "" : $", first good answer after {first:0.#} ms, {context.Environment.Options.Receipts.Wanted} receipts in {time.GetElapsedTime(sent).TotalSeconds:0.##} s";
        return $"back to {back}{seen}{(over is null ? "" : $"; {over}")}";
    }

    public Task<StepLook> LookAsync(StepContext context, CancellationToken cancellationToken) => GatewayProof.LookAsync(context.Environment.Gateway!, wanted, cancellationToken);

    /// <summary>A share is seen at the front door when both slots answer there: a gateway's word alone is no proof.</summary>
    private async Task<string> SeenAsync(StepContext context, CancellationToken cancellationToken)
    {
        var watch = context.Watch!;
        if (wanted.Live() is not null)
        {
            // Only whoever may say the tag would see it; the gateway's word has to do.
            await DropWatchAsync(context);
            return "";
        }

        if (!await watch.SeenFromBothAsync(s_undoProof, progress => context.Report(Name, progress), cancellationToken))
        {
            throw new StepFailedException($"The front door does not show {wanted}: {watch.Progress()}.");
        }

        var first = watch.Measured(proven: false).FirstNewResponseMs;
        await DropWatchAsync(context);
        return $", {context.Target.Word()} seen at the front door after {first:0.#} ms";
    }

    private static async Task DropWatchAsync(StepContext context)
    {
        if (context.Watch is { } watch)
        {
            context.Watch = null;
            await watch.DisposeAsync();
        }
    }
}
