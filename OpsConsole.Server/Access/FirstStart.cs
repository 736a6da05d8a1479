using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

/// <summary>The way in while there is no lead yet: the configured password, or a one-time code. There is no default password.</summary>
internal sealed class FirstStart(Database database, AuditLog audit, People people, IOptions<ConsoleOptions> options, TimeProvider time)
{
    /// <summary>The name of the first account.</summary>
    public const string Name = "admin";

    private const string Purpose = "first-account";
    private static readonly TimeSpan s_holds = TimeSpan.FromHours(24);

    /// <summary>
    /// Makes the first account where its password is configured. Else, while there is no lead, gives the path of the one-time
    /// way in, <c>/sign-in?code=…</c>, for the start to print; earlier ones are closed. Null when people can sign in.
    /// </summary>
    /// <exception cref="StoreException">It could not be written.</exception>
    public async Task<string?> PrepareAsync(CancellationToken cancellationToken)
    {
        if (!await database.ReadAsync(connection => IsMissing(connection), cancellationToken))
        {
            return null;
        }

        if (options.Value.Bootstrap.Password is { } password)
        {
            var made = string.IsNullOrWhiteSpace(password)
                ? throw new StoreException("OpsConsole:Bootstrap:Password is empty. Give the first account a password, or leave the setting out for a one-time way in.")
                : await people.MakeAsync(Name, Role.Lead, password, cancellationToken);
            await WriteAsync(
                (connection, transaction) => IsMissing(connection) ? Add(connection, transaction, made, Actor.Console, "from the settings") : [],
                cancellationToken);
            return null;
        }

        var code = TokenSecret.NewCode();
        var now = time.GetUtcNow();
        await database.WriteAsync(
            (connection, transaction) => connection.Execute(
                """
                DELETE FROM one_time_codes WHERE purpose = @purpose AND used_at IS NULL;
                INSERT INTO one_time_codes (hash, purpose, created_at, expires_at) VALUES (@hash, @purpose, @created, @expires)
                """,
                new { purpose = Purpose, hash = TokenSecret.HashOf(code), created = Rfc3339.Write(now), expires = Rfc3339.Write(now + s_holds) },
                transaction),
            cancellationToken);
        return $"/sign-in?code={code}";
    }

    /// <summary>Whether this code still opens. Looking uses nothing up.</summary>
    public Task<bool> IsOpenAsync(string code, CancellationToken cancellationToken) => database.ReadAsync(
        connection => IsMissing(connection)
            && connection.ExecuteScalar<long>(
                "SELECT count(*) FROM one_time_codes WHERE hash = @hash AND purpose = @purpose AND used_at IS NULL AND expires_at > @now",
                ValuesOf(code)) == 1,
        cancellationToken);

    /// <summary>Uses the code up and makes the first account; null when it does not open.</summary>
    public async Task<AppUser?> UseAsync(string code, string password, string origin, CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(code, cancellationToken))
        {
            return null;
        }

        var user = await people.MakeAsync(Name, Role.Lead, password, cancellationToken);
        user.LastSignInAt = user.CreatedAt;
        var entries = await WriteAsync(
            (connection, transaction) =>
            {
                const string use = "UPDATE one_time_codes SET used_at = @now WHERE hash = @hash AND purpose = @purpose AND used_at IS NULL AND expires_at > @now";
                return !IsMissing(connection) || connection.Execute(use, ValuesOf(code), transaction) != 1 ? []
                    : [
                        .. Add(connection, transaction, user, new(Name, Role.Lead, origin), "by the one-time way in"),
                        audit.Append(connection, transaction, SignInLog.Succeeded(user, origin)),
                    ];
            },
            cancellationToken);
        return entries.Count == 0 ? null : user;
    }

    // A lead cannot be lost, so a console without one has just begun. An account of the first one's name closes the way, whatever its role.
    private static bool IsMissing(SqliteConnection connection) => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM people WHERE normalized_name = @name OR (role = 'lead' AND disabled = 0)",
        new { name = People.Normalized(Name) }) == 0;

    private List<AuditEntry> Add(SqliteConnection connection, SqliteTransaction transaction, AppUser user, Actor actor, string how)
    {
        UserStore.Insert(connection, transaction, user);
        var entry = People.Added(actor, user);
        return [audit.Append(connection, transaction, entry with { Detail = $"{entry.Detail}, {how}" })];
    }

    private async Task<List<AuditEntry>> WriteAsync(Func<SqliteConnection, SqliteTransaction, List<AuditEntry>> write, CancellationToken cancellationToken)
    {
        var entries = await database.WriteAsync(write, cancellationToken);
        entries.ForEach(audit.Announce);
        return entries;
    }

    private object ValuesOf(string code) => new { purpose = Purpose, hash = TokenSecret.HashOf(code), now = Rfc3339.Write(time.GetUtcNow()) };
}
