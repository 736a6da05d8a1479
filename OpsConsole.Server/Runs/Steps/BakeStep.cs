using OpsConsole.Server.Gateways;
using OpsConsole.Server.Health;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>Watches the new slot for a while: three failed probes in a row, too many errors, or a gateway that sends elsewhere, and the run is undone.</summary>
internal sealed class BakeStep(int seconds, TimeProvider time) : IStep
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);

    /// <summary>A pause of a slot is no failure: one that says nothing for so long is.</summary>
    private static readonly TimeSpan s_probeLimit = TimeSpan.FromSeconds(2);

    /// <summary>After a restart nobody has watched for a while: so much is watched at the least.</summary>
    private static readonly TimeSpan s_leastAfterRestart = TimeSpan.FromSeconds(10);

    public string Name => StepNames.Bake;

    public TimeSpan Limit => TimeSpan.FromSeconds(seconds) + TimeSpan.FromMinutes(1);

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var left = Left(context);
        if (left == TimeSpan.Zero)
        {
            return "no bake asked for";
        }

        var watch = new BakeWatch(SinceShift(context), context.TrafficBefore);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tripped = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = time.GetTimestamp();
        var watching = Task.WhenAll(
            ProbeAsync(context, watch, tripped, stopping.Token),
            CountAsync(context, watch, tripped, stopping.Token),
            GatewayAsync(context, tripped, stopping.Token),
            ReportAsync(context, watch, stopping.Token));
        try
        {
            var end = Task.Delay(left, time, stopping.Token);
            var first = await Task.WhenAny(tripped.Task, context.Confirmed, end, watching);
            await first;
            if (first == tripped.Task)
            {
                throw new StepFailedException(await tripped.Task);
            }

            return first == context.Confirmed
                ? $"kept by {await context.Confirmed} after {time.GetElapsedTime(started).TotalSeconds:0} s"
                : $"{seconds} s watched, nothing tripped";
        }
        finally
        {
            await stopping.CancelAsync();
            await watching.ContinueWith(static _ => { }, TaskScheduler.Default);
            context.Become(context.Run with { Watch = [] });
        }
    }

    private TimeSpan Left(StepContext context)
    {
        var whole = TimeSpan.FromSeconds(seconds);
        var state = context.Run.Steps.First(step => step.Name == Name);
        if (state.Attempt <= 1 || state.StartedAt is not { } startedAt || whole == TimeSpan.Zero)
        {
            return whole;
        }

        // The wall clock is all that outlives a restart; where it went backwards the bake begins anew.
        var gone = time.GetUtcNow() - startedAt;
        var left = gone < TimeSpan.Zero ? whole : whole - gone;
        var least = whole < s_leastAfterRestart ? whole : s_leastAfterRestart;
        return left > least ? left : least;
    }

    private TimeSpan SinceShift(StepContext context)
        => time.GetUtcNow() - (context.Run.Steps.FirstOrDefault(step => step.Name == StepNames.Shift)?.StartedAt ?? context.Run.CreatedAt);

    private async Task ProbeAsync(StepContext context, BakeWatch watch, TaskCompletionSource<string> tripped, CancellationToken cancellationToken)
    {
        var probes = SlotProbes.Of(context.Environment, context.Target, time);
        using var timer = new PeriodicTimer(s_tick, time);
        do
        {
            var answers = await Task.WhenAll(probes.Select(probe => probe.AskAsync(s_probeLimit, cancellationToken)));
            watch.Probed(answers.FirstOrDefault(answer => !answer.Good)?.Error);
            if (watch.ProbesTrip is { } reason)
            {
                tripped.TrySetResult($"{context.Target.Word()}: {reason}");
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task CountAsync(StepContext context, BakeWatch watch, TaskCompletionSource<string> tripped, CancellationToken cancellationToken)
    {
        if (context.Environment.Traffic is not { } source)
        {
            return;
        }

        using var timer = new PeriodicTimer(s_tick, time);
        do
        {
            try
            {
                using var patience = new CancellationTokenSource(s_probeLimit, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
                watch.Counted(await source.ReadAsync(watch.Since ?? 0, either.Token), context.Target);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is HttpRequestException or IOException or OperationCanceledException or TrafficException)
            {
                // Without numbers the rule cannot judge, and says so; the probes go on.
                watch.NotCounted();
            }

            if (watch.ErrorsTrip is { } reason)
            {
                tripped.TrySetResult($"{context.Target.Word()}: {reason}");
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>A gateway that sends elsewhere by now (it was started anew, or somebody changed it) is not what this bake watches.</summary>
    private async Task GatewayAsync(StepContext context, TaskCompletionSource<string> tripped, CancellationToken cancellationToken)
    {
        var wanted = Weights.AllTo(context.Target);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        do
        {
            try
            {
                using var patience = new CancellationTokenSource(s_probeLimit, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
                var readings = await context.Environment.Gateway!.ReadAsync(either.Token);
                if (readings.FirstOrDefault(reading => reading.Weights is { } weights && weights != wanted) is { } other)
                {
                    tripped.TrySetResult($"{other.Instance} sends {other.Weights} by now, not {wanted} as it was asked and did");
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is GatewayException or OperationCanceledException)
            {
                // One that does not answer says nothing of its weights; the run's end looks again.
                context.Report(Name, "the gateway cannot be read");
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task ReportAsync(StepContext context, BakeWatch watch, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        do
        {
            context.Become(context.Run with { Watch = watch.Rules(context.Environment.Traffic is not null) });
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
