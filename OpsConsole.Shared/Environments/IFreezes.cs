namespace OpsConsole.Shared;

/// <summary>What somebody who freezes an environment says.</summary>
/// <param name="Reason">Why, 3 to 500 characters, one line of plain text.</param>
/// <param name="Until">Its end: later than now, at most 90 days away.</param>
public sealed record FreezeRequest(string Reason, DateTimeOffset Until);

/// <summary>The one door to freezes: times in which no change may start. Only the way back may.</summary>
public interface IFreezes
{
    /// <summary>
    /// Freezes an environment, or replaces the freeze that is in force. It is written down with its entry in the audit log.
    /// Refused to who may not, and with a malformed reason or end.
    /// </summary>
    Task<Result<EnvironmentState>> FreezeAsync(Actor actor, string environment, FreezeRequest request, CancellationToken cancellationToken);

    /// <summary>Ends the freeze that is in force. Refused to who may not, and where none is.</summary>
    Task<Result<EnvironmentState>> UnfreezeAsync(Actor actor, string environment, CancellationToken cancellationToken);
}
