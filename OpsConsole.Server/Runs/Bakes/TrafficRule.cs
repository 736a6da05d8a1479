using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Runs.Bakes;

/// <summary>The new slot's answers since the shift: how many are errors, and how long they take.</summary>
internal sealed class TrafficRule(ErrorWatch errors, LatencyWatch latency, bool hasSource, TimeProvider time) : IBakeRule
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public IEnumerable<WatchRule> Now => [errors.Now(hasSource), latency.Now(hasSource)];

    public async Task WatchAsync(StepContext context, Action<BakeTrip> trip, CancellationToken cancellationToken)
    {
        if (context.Environment.Traffic is not { } source)
        {
            return;
        }

        using var timer = new PeriodicTimer(s_tick, time);
        do
        {
            if (await ReadAsync(source, cancellationToken) is { } reading)
            {
                var mine = errors.Counted(reading, context.Target);
                latency.Counted(mine, reading.Now);
            }
            else
            {
                // Without numbers the rule cannot judge, and says so; the probes go on.
                errors.NotCounted();
            }

            if (errors.Trip is { } why)
            {
                trip(new BakeTrip(ErrorWatch.Rule, why));
            }
            else if (latency.Trip is { } slow)
            {
                trip(new BakeTrip(LatencyWatch.Rule, slow));
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task<TrafficReading?> ReadAsync(ITrafficSource source, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await source.ReadAsync(errors.ReadFrom, either.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is HttpRequestException or IOException or OperationCanceledException or TrafficException)
        {
            return null;
        }
    }
}
