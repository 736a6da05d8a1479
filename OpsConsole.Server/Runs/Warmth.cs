using OpsConsole.Server.Audit;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>How long the slot that was left is kept for the way back: somebody may ask for longer.</summary>
internal sealed class Warmth(EnvironmentCatalogue catalogue, RunJournal journal, Refusals refusals, StandingSampler standing, ILiveFeed feed, TimeProvider time)
{
    public const int MaxSeconds = 604_800;

    /// <summary>Adds so many seconds to the time that is left.</summary>
    public async Task<Result<EnvironmentState>> KeepAsync(Actor actor, string environment, int seconds, CancellationToken cancellationToken)
    {
        const string Verb = "keep-warm";
        var found = catalogue.Find(environment);
        var refusal = !Permissions.CanRun(actor.Role, Operation.Rollback)
            ? new Refusal(RefusalKind.NotAllowed, $"The role {(actor.Role is { } role ? Words.Of(role) : "of nobody")} may not keep a slot warm; an sre or a lead may.")
            : found is null ? catalogue.NotFound(environment)
            : seconds is < 1 or > MaxSeconds ? new Refusal(RefusalKind.BadRequest, $"'seconds' is {seconds}: it is a whole number from 1 to 604,800.")
            : await WriteAsync(actor, environment, seconds, cancellationToken);
        if (refusal is not null)
        {
            return await refusals.EnterAsync(actor, environment, Verb, null, refusal, cancellationToken);
        }

        await standing.RefreshAsync(CancellationToken.None);
        var seen = EnvironmentSeen.Of(found!, feed, time.GetUtcNow());
        // Whoever has just asked sees it, however long the gateway takes to answer.
        return feed.Latest<StandingNow>(environment)?.Right is { UsedBy: null } right ? seen with { Undo = seen.Undo with { WarmUntil = right.WarmUntil, Run = right.Run } } : seen;
    }

    private async Task<Refusal?> WriteAsync(Actor actor, string environment, int seconds, CancellationToken cancellationToken)
    {
        Refusal? refusal = null;
        try
        {
            await journal.WriteAsync(
                (connection, transaction) =>
                {
                    var now = time.GetUtcNow();
                    if (UndoRights.Newest(connection, transaction, environment) is not { UsedBy: null } right)
                    {
                        refusal = new Refusal(RefusalKind.WrongState, $"There is no run in {environment} to take back: nothing is kept warm for it.");
                        return [];
                    }

                    var until = (right.WarmUntil > now ? right.WarmUntil : now) + TimeSpan.FromSeconds(seconds);
                    if (until - now > TimeSpan.FromSeconds(MaxSeconds))
                    {
                        refusal = new Refusal(RefusalKind.BadRequest, $"That would keep it until {Rfc3339.Write(until)}: at most 7 days from now.");
                        return [];
                    }

                    UndoRights.KeepWarm(connection, transaction, right.Run, until);
                    return [journal.Enter(connection, transaction, new NewEntry(
                        actor, AuditActions.Setting, AuditOutcome.Succeeded, environment, "keep-warm", RunId: right.Run, Detail: $"kept warm until {Rfc3339.Write(until)}"))];
                },
                cancellationToken);
        }
        catch (StoreException exception)
        {
            refusal = new Refusal(RefusalKind.NotRecorded, $"It was not done, since it could not be entered: {exception.Message}");
        }

        return refusal;
    }
}
