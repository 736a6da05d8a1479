namespace OpsConsole.Server.Runs.Bakes;

/// <summary>Watches the new slot for a while. The first rule that trips fails the step, and by that undoes the run.</summary>
/// <param name="name">Its name in the plan.</param>
/// <param name="seconds">How long it watches; 0 for not at all.</param>
/// <param name="wanted">Where traffic goes meanwhile.</param>
/// <param name="time">The clock.</param>
/// <param name="breaker">Of a share of a canary: takes the traffic away before it gives the run up; null where all traffic has moved.</param>
internal sealed class BakeStep(string name, int seconds, Weights wanted, TimeProvider time, Breaker? breaker = null) : IStep
{
    /// <summary>After a restart nobody has watched for a while: so much is watched at the least.</summary>
    private static readonly TimeSpan s_leastAfterRestart = TimeSpan.FromSeconds(10);

    public string Name => name;

    public TimeSpan Limit => breaker is null
        ? TimeSpan.FromSeconds(seconds) + TimeSpan.FromMinutes(1)
        : ((TimeSpan.FromSeconds(seconds) + Breaker.Longest) * (1 + Breaker.MostOften)) + TimeSpan.FromMinutes(1);

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var left = Left(context);
        if (left == TimeSpan.Zero)
        {
            return "no bake asked for";
        }

        var started = time.GetTimestamp();
        var since = SinceShift(context);
        try
        {
            while (true)
            {
                var (keptBy, trip) = await WatchAsync(context, Rules(context, since), left, cancellationToken);
                if (trip is null)
                {
                    return keptBy is null ? $"{seconds} s watched, nothing tripped" : $"kept by {keptBy} after {time.GetElapsedTime(started).TotalSeconds:0} s";
                }

                if (breaker?.MayOpenFor(trip) != true)
                {
                    throw new StepFailedException($"{context.Target.Word()}: {trip.Why}");
                }

                await breaker.OpenAsync(context, name, wanted, trip, cancellationToken);
                (left, since) = (TimeSpan.FromSeconds(seconds), TimeSpan.Zero);
            }
        }
        finally
        {
            context.Become(context.Run with { Watch = [] });
        }
    }

    private List<IBakeRule> Rules(StepContext context, TimeSpan since)
    {
        var errors = new ErrorWatch(since, context.TrafficBefore);
        return
        [
            new ProbeRule(time),
            new TrafficRule(errors, new LatencyWatch(context.UsualP95Ms), context.Environment.Traffic is not null, time),
            new SmokeRule(errors, context.Run.Operation is Operation.Upgrade, time),
            new UsageRule(context.UsualMemoryBytes, time),
            new GatewayRule(wanted, name, time),
            .. breaker is null ? Array.Empty<IBakeRule>() : [breaker],
        ];
    }

    /// <summary>Watches for so long; who ended it early, or what tripped.</summary>
    private async Task<(string? KeptBy, BakeTrip? Trip)> WatchAsync(StepContext context, List<IBakeRule> rules, TimeSpan left, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tripped = new TaskCompletionSource<BakeTrip>();
        var watching = Task.WhenAll(rules.Select(rule => WatchAsync(rule, context, tripped, stopping.Token)).Append(ReportAsync(context, rules, stopping.Token)));
        try
        {
            var end = Pause.ForAsync(left, time, stopping.Token);
            var first = await Task.WhenAny(tripped.Task, context.Confirmed(name), end, watching);
            await first;
            return first == tripped.Task ? (null, await tripped.Task)
                : first == context.Confirmed(name) ? (await context.Confirmed(name), null)
                : (null, null);
        }
        finally
        {
            stopping.Cancel();
            await watching.ConfigureAwait(Pause.Quietly);
        }
    }

    /// <summary>A rule that breaks by a bug fails the step: what nobody watches any more must not end as good.</summary>
    private static async Task WatchAsync(IBakeRule rule, StepContext context, TaskCompletionSource<BakeTrip> tripped, CancellationToken cancellationToken)
    {
        try
        {
            await rule.WatchAsync(context, trip => tripped.TrySetResult(trip), cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            tripped.TrySetException(exception);
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
        => time.GetUtcNow() - (context.Run.Steps.LastOrDefault(step => StepNames.IsShift(step.Name) && step.StartedAt is not null)?.StartedAt ?? context.Run.CreatedAt);

    private async Task ReportAsync(StepContext context, List<IBakeRule> rules, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        do
        {
            context.Become(context.Run with { Watch = [.. rules.SelectMany(rule => rule.Now)] });
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
