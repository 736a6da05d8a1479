using OpsConsole.Server.Gateways;

namespace OpsConsole.Server.Runs.Bakes;

/// <summary>A gateway that sends elsewhere by now (it was started anew, or somebody changed it) is not what this bake watches.</summary>
internal sealed class GatewayRule(Weights wanted, string step, TimeProvider time) : IBakeRule
{
    public const string Name = "gateway";

    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public IEnumerable<WatchRule> Now => [];

    public async Task WatchAsync(StepContext context, Action<BakeTrip> trip, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_tick, time);
        do
        {
            try
            {
                using var patience = new CancellationTokenSource(s_patience, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
                var readings = await context.Environment.Gateway!.ReadAsync(either.Token);
                if (readings.FirstOrDefault(reading => reading.Weights is { } weights && weights != wanted) is { } other)
                {
                    trip(new BakeTrip(Name, $"{other.Instance} sends {other.Weights} by now, not {wanted} as it was asked and did"));
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is GatewayException or OperationCanceledException)
            {
                // One that does not answer says nothing of its weights; the run's end looks again.
                context.Report(step, "the gateway cannot be read");
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
