using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Environments;

/// <inheritdoc cref="IFreezes"/>
internal sealed class Freezes(
    EnvironmentCatalogue catalogue, Database database, AuditLog audit, Refusals refusals, StandingSampler standing, ILiveFeed feed, TimeProvider time) : IFreezes
{
    private const int MinReason = 3;
    private const int MaxReason = 500;

    private static readonly TimeSpan s_longest = TimeSpan.FromDays(90);

    /// <summary>The freeze that is in force at <paramref name="now"/>; null when none is. For use inside a transaction.</summary>
    public static FreezeState? Find(SqliteConnection connection, string environment, DateTimeOffset now)
    {
        var row = connection.QueryFirstOrDefault<(string Reason, string Until, string By)?>("SELECT reason, until, frozen_by FROM freezes WHERE environment = @environment", new { environment });
        return row is { } found && Rfc3339.Read(found.Until) is var until && until > now ? new FreezeState(found.Reason, until, found.By) : null;
    }

    /// <summary>The freeze that is in force now, as the store has it; null when none is.</summary>
    /// <exception cref="StoreException">That cannot be read.</exception>
    public Task<FreezeState?> FindAsync(string environment, CancellationToken cancellationToken)
        => database.ReadAsync(connection => Find(connection, environment, time.GetUtcNow()), cancellationToken);

    public Task<Result<EnvironmentState>> FreezeAsync(Actor actor, string environment, FreezeRequest request, CancellationToken cancellationToken)
    {
        var freeze = new FreezeState(request.Reason.Trim(), Rfc3339.Read(Rfc3339.Write(request.Until)), actor.Name);
        return ChangeAsync(
            actor,
            environment,
            "freeze",
            freeze.Reason,
            () => Fault(freeze),
            (connection, transaction, before) =>
            {
                connection.Execute(
                    """
                    INSERT INTO freezes (environment, reason, until, frozen_by) VALUES (@environment, @Reason, @until, @By)
                    ON CONFLICT (environment) DO UPDATE SET reason = excluded.reason, until = excluded.until, frozen_by = excluded.frozen_by
                    """,
                    new { environment, freeze.Reason, until = Rfc3339.Write(freeze.Until), freeze.By },
                    transaction);
                return $"frozen until {Rfc3339.Write(freeze.Until)}{(before is null ? "" : $", in place of the freeze by {before.By} until {Rfc3339.Write(before.Until)}")}";
            },
            cancellationToken);
    }

    public Task<Result<EnvironmentState>> UnfreezeAsync(Actor actor, string environment, CancellationToken cancellationToken) => ChangeAsync(
        actor,
        environment,
        "unfreeze",
        null,
        () => null,
        (connection, transaction, before) =>
        {
            if (before is null)
            {
                return null;
            }

            connection.Execute("DELETE FROM freezes WHERE environment = @environment", new { environment }, transaction);
            return $"unfrozen; it was frozen by {before.By} until {Rfc3339.Write(before.Until)}";
        },
        cancellationToken);

    /// <summary>What both have in common: who may, what is wrong, and the change with its entry in one transaction.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="environment">Where.</param>
    /// <param name="verb">What is asked for.</param>
    /// <param name="reason">Why.</param>
    /// <param name="fault">What is wrong with what was asked; null when nothing is.</param>
    /// <param name="change">Changes what was in force before, and says so in words; null where there was nothing to change.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private async Task<Result<EnvironmentState>> ChangeAsync(
        Actor actor, string environment, string verb, string? reason, Func<string?> fault, Func<SqliteConnection, SqliteTransaction, FreezeState?, string?> change, CancellationToken cancellationToken)
    {
        var found = catalogue.Find(environment);
        var refusal = !Permissions.CanFreeze(actor.Role)
            ? new Refusal(RefusalKind.NotAllowed, $"The role {(actor.Role is { } role ? Words.Of(role) : "of nobody")} may not {verb} an environment; an sre or a lead may.")
            : found is null ? catalogue.NotFound(environment)
            : fault() is { } wrong ? new Refusal(RefusalKind.BadRequest, wrong)
            : await WriteAsync(actor, environment, verb, reason, change, cancellationToken);
        if (refusal is not null)
        {
            return await refusals.EnterAsync(actor, environment, verb, reason, refusal, cancellationToken);
        }

        await standing.RefreshAsync(CancellationToken.None);
        return EnvironmentSeen.Of(found!, feed, time.GetUtcNow());
    }

    private async Task<Refusal?> WriteAsync(
        Actor actor, string environment, string verb, string? reason, Func<SqliteConnection, SqliteTransaction, FreezeState?, string?> change, CancellationToken cancellationToken)
    {
        try
        {
            var entry = await database.WriteAsync(
                (connection, transaction) => change(connection, transaction, Find(connection, environment, time.GetUtcNow())) is { } detail
                    ? audit.Append(connection, transaction, new NewEntry(actor, AuditActions.Freeze, AuditOutcome.Succeeded, environment, Reason: reason, Detail: detail))
                    : null,
                cancellationToken);
            if (entry is null)
            {
                return new Refusal(RefusalKind.WrongState, $"{environment} is not frozen.");
            }

            audit.Announce(entry);
            return null;
        }
        catch (StoreException exception)
        {
            return new Refusal(RefusalKind.NotRecorded, $"The {verb} was not done, since it could not be entered: {exception.Message}");
        }
    }

    private string? Fault(FreezeState freeze)
    {
        var now = time.GetUtcNow();
        return PlainText.Fault("reason", freeze.Reason, MinReason, MaxReason, "why this is done") ?? freeze switch
        {
            _ when freeze.Until <= now => $"'until' is {Rfc3339.Write(freeze.Until)}, which is over: it is later than now, {Rfc3339.Write(now)}.",
            _ when freeze.Until - now > s_longest => $"'until' is {Rfc3339.Write(freeze.Until)}: it is at most {s_longest.TotalDays:0} days away, {Rfc3339.Write(now + s_longest)}.",
            _ => null,
        };
    }
}
