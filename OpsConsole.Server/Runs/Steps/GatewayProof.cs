using OpsConsole.Server.Gateways;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>Whether a gateway does what it was asked for, by its own word: read back, from every instance of it.</summary>
internal static class GatewayProof
{
    /// <summary>Sends a change and has it read back; gives how long the gateway took to accept it.</summary>
    /// <exception cref="StepFailedException">It does not do it, whatever it answered.</exception>
    public static async Task<TimeSpan> ChangeAsync(IGateway gateway, Weights wanted, TimeProvider time, CancellationToken cancellationToken)
    {
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
        return took;
    }

    /// <summary>Throws unless every instance says that it does <paramref name="wanted"/>.</summary>
    /// <exception cref="StepFailedException">One does not, or does not say.</exception>
    public static async Task RequireAsync(IGateway gateway, Weights wanted, string? complaint, CancellationToken cancellationToken)
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

    public static async Task<StepLook> LookAsync(IGateway gateway, Weights wanted, CancellationToken cancellationToken)
    {
        var readings = await gateway.ReadAsync(cancellationToken);
        return readings.All(reading => reading.Weights == wanted) ? StepLook.Done
            : readings.Any(reading => reading.Weights is null) ? StepLook.Unknown
            : StepLook.NotDone;
    }
}
