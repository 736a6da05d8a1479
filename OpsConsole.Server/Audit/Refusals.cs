using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Audit;

/// <summary>Enters what was refused behind a door. A refusal stands even if it cannot be entered: nothing was changed.</summary>
internal sealed partial class Refusals(AuditLog audit, ILogger<Refusals> logger)
{
    /// <summary>Of a request that was never judged as far as its reason, so much of the reason is kept.</summary>
    private const int KeptReason = 500;

    /// <summary>Enters a "no" that somebody may ask about later, and gives it back. Malformed requests are not entered: they never meant anything.</summary>
    public async Task<Refusal> EnterAsync(Actor actor, string? environment, string target, string? reason, Refusal refusal, CancellationToken cancellationToken, long? run = null)
    {
        if (refusal.Kind is RefusalKind.BadRequest or RefusalKind.NotSupported or RefusalKind.NotFound)
        {
            return refusal;
        }

        try
        {
            await audit.AppendAsync(
                new NewEntry(
                    actor,
                    AuditActions.Refusal,
                    AuditOutcome.Refused,
                    environment,
                    target,
                    reason?.Length > KeptReason ? reason[..KeptReason] : reason,
                    RunId: run,
                    Detail: $"{Words.Of(refusal.Kind)}: {refusal.Detail}"),
                cancellationToken);
        }
        catch (StoreException exception)
        {
            NotEntered(logger, target, environment, exception.Message);
        }

        return refusal;
    }

    [LoggerMessage(LogLevel.Error, "The refusal of {What} in {Environment} could not be entered: {Reason}")]
    private static partial void NotEntered(ILogger logger, string what, string? environment, string reason);
}
