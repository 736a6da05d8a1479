namespace OpsConsole.Server.Runs.Steps;

/// <summary>Takes the proof from the front door. Without it no run is done.</summary>
internal sealed class ReceiptsStep(Weights wanted, TimeProvider time) : IStep
{
    private static readonly TimeSpan s_proof = TimeSpan.FromSeconds(10);

    public string Name => StepNames.Receipts;

    public TimeSpan Limit => TimeSpan.FromSeconds(20);

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var expected = wanted.Live() ?? context.Target;
        var measuring = context.Watch is not null;
        await using var watch = context.Watch
            ?? FrontDoors.Start(context.Environment, context.Proof, expected, time);
        context.Watch = null;
        if (!measuring)
        {
            watch.Sent();
        }

        var split = wanted.Live() is null;
        var proven = await (split
            ? watch.SeenFromBothAsync(s_proof, progress => context.Report(Name, progress), cancellationToken)
            : watch.ProvenAsync(s_proof, progress => context.Report(Name, progress), cancellationToken));
        var seen = watch.Measured(proven && !split);
        // After a restart nobody knows any more when the change was sent.
        context.Become(context.Run with { Measured = measuring ? seen : new Measured(null, null, seen.Receipts) });
        if (!proven)
        {
            throw new StepFailedException($"The front door does not prove {(split ? wanted.ToString() : expected.Word())}: {watch.Progress()}.");
        }

        await context.EstablishAsync(wanted, proven: true, cancellationToken);
        await RequestsHurt.CountAsync(context, time, cancellationToken);
        if (split)
        {
            return $"both slots answer at the front door, {context.Target.Word()} first after {seen.FirstNewResponseMs:0.#} ms";
        }

        var lastOld = measuring && seen.LastOldResponseMs is { } last ? $", last {expected.Other().Word()} at +{last:0.#} ms" : "";
        return $"{seen.Receipts!.New} of {seen.Receipts.Wanted} from {expected.Word()}{lastOld}{(wanted.Tag is { } tag ? $"; requests tagged {tag.Value} go to {tag.Slot.Word()}" : "")}";
    }
}
