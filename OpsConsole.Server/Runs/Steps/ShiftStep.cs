using OpsConsole.Server.Gateways;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>Sends all traffic to the target slot. Its undo sends it back to where it was, and proves it at the front door.</summary>
internal sealed class ShiftStep(TimeProvider time) : IStep
{
    private static readonly TimeSpan s_firstAnswer = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_trafficPatience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_undoProof = TimeSpan.FromSeconds(10);

    public string Name => StepNames.Shift;

    public TimeSpan Limit => TimeSpan.FromSeconds(15);

    public bool Undoable => true;

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var wanted = Weights.AllTo(context.Target);
        var gateway = context.Environment.Gateway!;
        context.TrafficBefore = await TrafficNowAsync(context.Environment.Traffic, cancellationToken);
        await context.EstablishAsync(wanted, proven: false, cancellationToken);
        context.Watch = FrontDoorWatch.Start(gateway.FrontDoor, context.Environment.Options.Receipts, context.Target, time);
        await context.Watch.FirstAnswerAsync(s_firstAnswer, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        context.Watch.Sent();
        var sent = time.GetTimestamp();
        string? complaint = null;
        try
        {
            // Never broken off half-way: a change that is still under way could overtake the one that takes it back.
            await gateway.SetWeightsAsync(wanted, CancellationToken.None);
        }
        catch (GatewayException exception)
        {
            // It may have done it all the same: what it says it does now decides.
            complaint = exception.Message;
        }

        var took = time.GetElapsedTime(sent);
        await RequireAsync(gateway, wanted, complaint, cancellationToken);
        return $"accepted in {took.TotalMilliseconds:0.#} ms, reads back {wanted}";
    }

    public async Task<string> UndoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var gateway = context.Environment.Gateway!;
        var back = context.Before;
        await context.EstablishEventuallyAsync(back, proven: false);
        await DropWatchAsync(context);
        await using var watch = FrontDoorWatch.Start(gateway.FrontDoor, context.Environment.Options.Receipts, back.Live() ?? context.Target.Other(), time);
        watch.Sent();
        var sent = time.GetTimestamp();
        try
        {
            await gateway.SetWeightsAsync(back, cancellationToken);
        }
        catch (GatewayException exception)
        {
            throw new StepFailedException(exception.Message, exception);
        }

        await RequireAsync(gateway, back, null, cancellationToken);
        // Where traffic was split before, no single slot can answer for it: the gateway's word has to do.
        if (back.Live() is not null && !await watch.ProvenAsync(s_undoProof, progress => context.Report(Name, $"back to {back}: {progress}"), cancellationToken))
        {
            throw new StepFailedException($"Back to {back} is not proven: {watch.Progress()}.");
        }

        await context.EstablishEventuallyAsync(back, proven: true);
        var first = watch.Measured(proven: true).FirstNewResponseMs;
        return first is null
            ? $"back to {back}"
            : $"back to {back}, first good answer after {first:0.#} ms, {context.Environment.Options.Receipts.Wanted} receipts in {time.GetElapsedTime(sent).TotalSeconds:0.##} s";
    }

    public async Task<StepLook> LookAsync(StepContext context, CancellationToken cancellationToken)
    {
        var readings = await context.Environment.Gateway!.ReadAsync(cancellationToken);
        var wanted = Weights.AllTo(context.Target);
        return readings.All(reading => reading.Weights == wanted) ? StepLook.Done
            : readings.Any(reading => reading.Weights is null) ? StepLook.Unknown
            : StepLook.NotDone;
    }

    /// <summary>Throws unless every instance says that it does <paramref name="wanted"/>.</summary>
    private static async Task RequireAsync(IGateway gateway, Weights wanted, string? complaint, CancellationToken cancellationToken)
    {
        try
        {
            var readings = await gateway.ReadAsync(cancellationToken);
            if (readings.FirstOrDefault(reading => reading.Weights != wanted) is { } other)
            {
                throw new StepFailedException(complaint ?? $"{other.Instance} was asked for {wanted} and reads back {other.Weights?.ToString() ?? other.Error}.");
            }
        }
        catch (GatewayException exception)
        {
            throw new StepFailedException(exception.Message, exception);
        }
    }

    /// <summary>What was counted up to now in the second that runs; null when the source does not tell at once: no shift waits for it.</summary>
    private async Task<TrafficReading?> TrafficNowAsync(ITrafficSource? source, CancellationToken cancellationToken)
    {
        if (source is null)
        {
            return null;
        }

        using var patience = new CancellationTokenSource(s_trafficPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var since = time.GetUtcNow().ToUnixTimeSeconds() - 1;
            var told = await source.ReadAsync(since, either.Token);
            // A source whose clock is behind ours has told nothing of its own second.
            return told.Now > since ? told : await source.ReadAsync(told.Now, either.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is HttpRequestException or IOException or OperationCanceledException or TrafficException)
        {
            return null;
        }
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
