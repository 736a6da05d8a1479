using Dapper;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

/// <inheritdoc cref="IPeople"/>
internal sealed class People(Database database, AuditLog audit, Passwords passwords, Tokens tokens, TimeProvider time) : IPeople
{
    public Task<IReadOnlyList<Person>> ListAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<Person>>(
            connection => [.. connection.Query<AppUser>($"{UserStore.Select} ORDER BY normalized_name").Select(ToPerson)],
            cancellationToken);

    public Task<IReadOnlyList<AccessToken>> ListTokensAsync(CancellationToken cancellationToken) => tokens.ListAsync(cancellationToken);

    public Task<Result<Person>> AddAsync(Actor actor, string name, Role role, string password, CancellationToken cancellationToken)
        => ChangingAsync<Person>(actor, AuditActions.User, name, async () =>
        {
            if (AccessNames.Check(name) is { } wrongName)
            {
                return wrongName;
            }

            if (!Enum.IsDefined(role))
            {
                return new Refusal(RefusalKind.BadRequest, $"role: allowed are {string.Join(", ", Words.All<Role>())}.");
            }

            if (Passwords.Check(password) is { } wrongPassword)
            {
                return wrongPassword;
            }

            var user = await MakeAsync(name, role, password, cancellationToken);
            return await SaveAsync(
                (connection, transaction) =>
                {
                    if (UserStore.Find(connection, user.NormalizedName, transaction) is not null)
                    {
                        return (new Refusal(RefusalKind.WrongState, $"There is already an account called '{name}'. Choose another name."), null);
                    }

                    UserStore.Insert(connection, transaction, user);
                    return (ToPerson(user), audit.Append(connection, transaction, Added(actor, user)));
                },
                cancellationToken);
        });

    public Task<Result<Person>> ChangeAsync(Actor actor, string name, Role role, bool disabled, CancellationToken cancellationToken)
        => ChangingAsync<Person>(actor, AuditActions.User, name, () => SaveAsync(
            (connection, transaction) =>
            {
                if (UserStore.Find(connection, Normalized(name), transaction) is not { } user)
                {
                    return (new Refusal(RefusalKind.NotFound, $"There is no account called '{AccessNames.Shown(name)}'."), null);
                }

                if (user.Role == Words.Of(role) && user.Disabled == disabled)
                {
                    return (ToPerson(user), null);
                }

                var others = connection.ExecuteScalar<long>("SELECT count(*) FROM people WHERE role = 'lead' AND disabled = 0 AND id <> @Id", user, transaction);
                if (others == 0 && (role != Role.Lead || disabled))
                {
                    return (new Refusal(RefusalKind.WrongState, $"'{user.Name}' is the last lead. Make somebody else a lead first."), null);
                }

                var detail = $"{user.Role}{(user.Disabled ? ", disabled" : "")} → {Words.Of(role)}{(disabled ? ", disabled" : "")}";
                user.Role = Words.Of(role);
                user.Disabled = disabled;
                user.SecurityStamp = AppUser.NewStamp();
                UserStore.Update(connection, transaction, user);
                return (ToPerson(user), audit.Append(connection, transaction, new(actor, AuditActions.User, AuditOutcome.Succeeded, Target: user.Name, Detail: detail)));
            },
            cancellationToken));

    public Task<Result<string>> CreateTokenAsync(Actor actor, string name, Role role, int? days, CancellationToken cancellationToken)
        => ChangingAsync<string>(actor, AuditActions.Token, name, async () =>
        {
            if (AccessNames.Check(name) is { } wrongName)
            {
                return wrongName;
            }

            if (!Enum.IsDefined(role))
            {
                return new Refusal(RefusalKind.BadRequest, $"role: allowed are {string.Join(", ", Words.All<Role>())}.");
            }

            return days is < 1 or > Tokens.MaxDays
                ? new Refusal(RefusalKind.BadRequest, $"days: allowed are 1 to {Tokens.MaxDays}, or none for a token that does not end.")
                : await tokens.CreateAsync(actor, name, role, days, cancellationToken);
        });

    public Task<Result<AccessToken>> RevokeTokenAsync(Actor actor, string name, CancellationToken cancellationToken)
        => ChangingAsync<AccessToken>(actor, AuditActions.Token, name, () => tokens.RevokeAsync(actor, name, cancellationToken));

    /// <summary>An account that is not stored yet.</summary>
    public async Task<AppUser> MakeAsync(string name, Role role, string password, CancellationToken cancellationToken) => new()
    {
        Name = name,
        NormalizedName = Normalized(name),
        Role = Words.Of(role),
        PasswordHash = await passwords.HashAsync(password, cancellationToken),
        CreatedAt = Rfc3339.Write(time.GetUtcNow()),
    };

    /// <summary>The entry of a new account.</summary>
    public static NewEntry Added(Actor actor, AppUser user) => new(actor, AuditActions.User, AuditOutcome.Succeeded, Target: user.Name, Detail: $"added: {user.Role}");

    public static string Normalized(string name) => name.ToUpperInvariant();

    private static Person ToPerson(AppUser user)
        => new(user.Name, Words.Parse<Role>(user.Role), Rfc3339.Read(user.CreatedAt), Rfc3339.ReadOrNull(user.LastSignInAt), user.Disabled);

    // Every change: only by a lead, and not at all when its entry cannot be written.
    private async Task<Result<T>> ChangingAsync<T>(Actor actor, string action, string? target, Func<Task<Result<T>>> change) where T : class
    {
        try
        {
            if (Permissions.CanManagePeople(actor.Role))
            {
                return await change();
            }

            const string only = "Only a lead manages people and tokens.";
            await audit.AppendAsync(new(actor, action, AuditOutcome.Refused, Target: AccessNames.Shown(target), Detail: only), CancellationToken.None);
            return new Refusal(RefusalKind.NotAllowed, only);
        }
        catch (StoreException exception)
        {
            return new Refusal(RefusalKind.NotRecorded, $"Nothing was changed, since it could not be recorded. {exception.Message}");
        }
    }

    private async Task<Result<Person>> SaveAsync(
        Func<Microsoft.Data.Sqlite.SqliteConnection, Microsoft.Data.Sqlite.SqliteTransaction, (Result<Person> Answer, AuditEntry? Entry)> save,
        CancellationToken cancellationToken)
    {
        var (answer, entry) = await database.WriteAsync(save, cancellationToken);
        if (entry is not null)
        {
            audit.Announce(entry);
        }

        return answer;
    }
}
