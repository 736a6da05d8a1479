using OpsConsole.Server.Gateways;

namespace OpsConsole.Server.Runs;

/// <summary>Looks whether a step that was done still stands; waits a moment for a gateway that does not answer just now.</summary>
internal static class StandingLook
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    public static async Task<StepLook> OfAsync(IStep step, StepContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var look = await OnceAsync(step, context, time, cancellationToken);
            if (look is not StepLook.Unknown || time.GetElapsedTime(started) > s_limit)
            {
                return look;
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    private static async Task<StepLook> OnceAsync(IStep step, StepContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await step.LookAsync(context, either.Token);
        }
        catch (GatewayException)
        {
            return StepLook.Unknown;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return StepLook.Unknown;
        }
    }
}
