using OpsConsole.Server.Environments;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Runs.Plans;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>Where traffic goes now, and where it is to go.</summary>
/// <param name="Weights">What the gateway does; null when it does not say, or its instances differ.</param>
/// <param name="Target">Towards which slot.</param>
/// <param name="Undoes">Of a rollback: the run whose right to be undone is used up; null when there is none to use.</param>
/// <param name="Privileged">Of a rollback: whether that right still holds, so that nothing forbids it.</param>
internal sealed record SlotsNow(Weights? Weights, Slot Target, long? Undoes = null, bool Privileged = false)
{
    /// <summary>The version in the target slot, as it was told to run there or says itself; null when unknown.</summary>
    public string? TargetVersion { get; init; }

    /// <summary>Asks the gateway itself: what the feed holds may be a second old.</summary>
    /// <param name="environment">Where.</param>
    /// <param name="standing">What the log says of the traffic there.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Result<SlotsNow>> ReadAsync(ManagedEnvironment environment, TrafficStanding standing, RunRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var weights = await WeightsAsync(environment, cancellationToken);
        // What was never proven, or not brought about by the console, can be established anew, also where it seems to be so already.
        var agrees = weights is not null && (standing.Established is null || (standing.Established.Proven && standing.Established.Weights == weights));
        var where = request.Operation is Operation.Rollback ? Back(weights, agrees, standing, request, now) : Forward(weights, agrees, request);
        return where.Ok && request.Operation is Operation.Upgrade
            ? where.Value with { TargetVersion = (await environment.Slots.InspectAsync(where.Value.Target, cancellationToken)).Version }
            : where;
    }

    private static Result<SlotsNow> Forward(Weights? weights, bool agrees, RunRequest request)
    {
        var live = weights?.Live();
        if (request.Operation is Operation.ReloadConfig)
        {
            return Stays(weights, request);
        }

        var target = request.Target ?? live?.Other();
        return target switch
        {
            null => new Refusal(RefusalKind.WrongState, "Which slot is idle is not known, since the gateway cannot be read or splits its traffic: name the 'target'."),
            _ when request is { Operation: Operation.Canary, Match: null } && weights is not null && weights.Of(target.Value) >= CanaryShares.Of(request)[^1] && agrees
                => new Refusal(RefusalKind.WrongState, $"{target.Value.Word()} takes {weights.Of(target.Value)} % already: a canary leads further, to a larger 'weight'."),
            _ when request is { Operation: Operation.Canary, Match: not null } && live != target.Value.Other()
                => new Refusal(RefusalKind.WrongState, $"A canary by tag begins while {target.Value.Other().Word()} takes all traffic, and the gateway does {weights?.ToString() ?? "what cannot be read"}."),
            _ when request.Operation is Operation.Upgrade && (weights is null || weights.Of(target.Value) > 0)
                => new Refusal(RefusalKind.WrongState, $"{target.Value.Word()} takes traffic: a new version goes to the slot that takes none."),
            _ when request.Operation is not Operation.Restart && live == target && weights!.Tag is null && agrees
                => new Refusal(RefusalKind.WrongState, $"{target.Value.Word()} is live already: there is nothing to {Words.Of(request.Operation)}."),
            _ => new SlotsNow(weights, target.Value),
        };
    }

    /// <summary>A reload leaves traffic where it is; its target is the slot that takes it.</summary>
    private static Result<SlotsNow> Stays(Weights? weights, RunRequest request) => weights?.Live() switch
    {
        null => new Refusal(RefusalKind.WrongState, "The configuration is reloaded while one slot takes all traffic, and the gateway cannot be read or splits it."),
        { } live when request.Target is { } target && target != live => new Refusal(RefusalKind.WrongState, $"{live.Word()} takes the traffic: a reload does not change that, so leave 'target' out."),
        { } live => new SlotsNow(weights, live),
    };

    /// <summary>A rollback uses the right that the run before it left, once; or settles a gateway that does something no run asked for.</summary>
    private static Result<SlotsNow> Back(Weights? weights, bool agrees, TrafficStanding standing, RunRequest request, DateTimeOffset now)
    {
        var right = standing.Right;
        if (right is { UsedBy: null })
        {
            var target = request.Target ?? right.Back.Live() ?? weights?.Live()?.Other();
            return target switch
            {
                null => new Refusal(RefusalKind.WrongState, $"Before run {right.Run} traffic was split, and it is now: name the 'target'."),
                _ when agrees && right.Back.Live() is { } back && back != target
                    => new Refusal(RefusalKind.WrongState, $"The way back from run {right.Run} leads to {back.Word()}, not to {target.Value.Word()}."),
                _ when agrees && weights!.Live() == target && weights.Tag is null => new Refusal(RefusalKind.WrongState, $"{target.Value.Word()} is live already: there is nothing to take back."),
                _ => new SlotsNow(weights, target.Value, right.Run, right.HoldsAt(now)),
            };
        }

        if (!agrees)
        {
            var target = request.Target ?? standing.Established?.Weights.Live() ?? weights?.Live()?.Other();
            return target is { } known
                ? new SlotsNow(weights, known, null, Privileged: true)
                : new Refusal(RefusalKind.WrongState, "Which slot traffic should go back to is not known: name the 'target'.");
        }

        var other = weights!.Live()?.Other().Word() ?? "the other slot";
        return new Refusal(RefusalKind.WrongState, right switch
        {
            null => $"No run has moved traffic here, so there is nothing to take back. A switch leads to {other}.",
            _ when right.UsedBy == right.Run => $"Run {right.Run} has taken itself back already. A switch leads to {other}.",
            _ => $"Run {right.Run} was taken back already, by run {right.UsedBy}: the right to undo it is good for once. A switch leads to {other}.",
        });
    }

    private static async Task<Weights?> WeightsAsync(ManagedEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            var readings = await environment.Gateway!.ReadAsync(cancellationToken);
            return readings.Select(reading => reading.Weights).Distinct().Count() == 1 ? readings[0].Weights : null;
        }
        catch (GatewayException)
        {
            // Unreadable now: the gates say so, and a rollback may know its target all the same.
            return null;
        }
    }
}

/// <summary>What the log says of an environment's traffic.</summary>
/// <param name="Established">What the console last established at its gateway; null when nothing yet.</param>
/// <param name="Right">The right that the newest run which moved traffic left; null when none did.</param>
internal sealed record TrafficStanding(Established? Established, UndoRight? Right);
