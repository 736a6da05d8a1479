using OpsConsole.Server.Environments;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>Where traffic goes now, and where it is to go.</summary>
internal sealed record SlotsNow(Weights? Weights, Slot Target)
{
    /// <summary>Asks the gateway itself: what the feed holds may be a second old.</summary>
    /// <param name="environment">Where.</param>
    /// <param name="established">What the console last established there: what is live but was never proven, or not brought about by the console, can be established anew.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Result<SlotsNow>> ReadAsync(ManagedEnvironment environment, Established? established, RunRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<GatewayReading> readings;
        try
        {
            readings = await environment.Gateway!.ReadAsync(cancellationToken);
        }
        catch (GatewayException)
        {
            // Unreadable now: the gates say so, and a rollback may know its target all the same.
            readings = [];
        }

        var weights = readings.Select(reading => reading.Weights).Distinct().Count() == 1 ? readings[0].Weights : null;
        var live = weights?.Live();
        var target = request.Target ?? live?.Other();
        return target switch
        {
            null => new Refusal(RefusalKind.WrongState, "Which slot is idle is not known, since the gateway cannot be read or splits its traffic: name the 'target'."),
            _ when request.Operation is not Operation.Restart && live == target && (established is null || (established.Proven && established.Weights == weights))
                => new Refusal(RefusalKind.WrongState, $"{target.Value.Word()} is live already: there is nothing to {Words.Of(request.Operation)}."),
            _ => new SlotsNow(weights, target.Value),
        };
    }
}
