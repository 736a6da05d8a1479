using OpsConsole.Server.Gateways;

namespace OpsConsole.Server.Runs;

/// <summary>A run that is taken up after a restart waits a moment for its gateway, which may be starting too: what cannot be looked at would be taken back.</summary>
internal static class GatewayPatience
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    public static async Task WaitAsync(StepContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (context.Run.StartedAt is not null && time.GetElapsedTime(started) < s_limit && !await AnswersAsync(context.Environment.Gateway!, cancellationToken))
        {
            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(IGateway gateway, CancellationToken cancellationToken)
    {
        try
        {
            return (await gateway.ReadAsync(cancellationToken)).All(reading => reading.Weights is not null);
        }
        catch (GatewayException)
        {
            return false;
        }
    }
}
