using OpsConsole.Server.Gateways;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>Whether a gateway does what it was asked for, by its own word: read back, from every instance of it.</summary>
internal static class GatewayProof
{
    /// <summary>Sends a change and has it read back; gives how long the gateway took to accept it, and, of a way back, what was written over.</summary>
    /// <exception cref="StepFailedException">It does not do it, whatever it answered.</exception>
    public static async Task<(TimeSpan Took, string? Over)> ChangeAsync(IGateway gateway, Weights wanted, bool back, TimeProvider time, CancellationToken cancellationToken)
    {
        string? over = null;
        var sent = time.GetTimestamp();
        string? complaint = null;
        try
        {
            // Never broken off half-way: a change that is still under way could overtake the one that takes it back.
            if (back)
            {
                over = await gateway.TakeBackAsync(wanted, CancellationToken.None);
            }
            else
            {
                await gateway.SetWeightsAsync(wanted, CancellationToken.None);
            }
        }
        catch (GatewayException exception)
        {
            // It may have done it all the same: what it says it does now decides.
            complaint = exception.Message;
        }

        var took = time.GetElapsedTime(sent);
        await RequireAsync(gateway, wanted, complaint, cancellationToken);
        return (took, over);
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

    /// <summary>
    /// Throws where a way back has come half of its way: one instance does <paramref name="wanted"/>, another does not. Taking that away again would send everybody to the
    /// slot that they were to be taken from, so it is left, and said.
    /// </summary>
    /// <exception cref="LeftAsItIsException">It has.</exception>
    public static async Task RequireWholeAsync(IGateway gateway, Weights wanted, CancellationToken cancellationToken)
    {
        var readings = await gateway.ReadAsync(cancellationToken);
        if (readings.Any(reading => reading.Weights == wanted) && readings.Any(reading => reading.Weights != wanted))
        {
            throw new LeftAsItIsException($"It is left where it got to: {string.Join("; ", readings.Select(reading => $"{reading.Instance}: {reading.Weights?.ToString() ?? reading.Error}"))}");
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
