namespace OpsConsole.Shared;

/// <summary>An account.</summary>
/// <param name="Name">The name it signs in with.</param>
/// <param name="Role">Its role.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastSignInAt">When it last signed in; null when never.</param>
/// <param name="Disabled">Whether it may no longer sign in.</param>
public sealed record Person(string Name, Role Role, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt, bool Disabled);

/// <summary>A bearer token, without its secret: that is shown once and kept nowhere.</summary>
/// <param name="Name">Its name: the actor's name in the audit log.</param>
/// <param name="Role">Its role.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null when never.</param>
/// <param name="Revoked">Whether it was taken back.</param>
public sealed record AccessToken(string Name, Role Role, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, bool Revoked)
{
    /// <summary>The person behind it; null where it was made at the command line, by whoever looks after the machine, for somebody else.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Owner => CreatedBy.StartsWith("local:", StringComparison.Ordinal) ? null : CreatedBy;
}

/// <summary>People and tokens. Every change needs a lead and leaves an entry.</summary>
public interface IPeople
{
    /// <summary>All accounts, by name.</summary>
    Task<IReadOnlyList<Person>> ListAsync(CancellationToken cancellationToken);

    /// <summary>All tokens, by name.</summary>
    Task<IReadOnlyList<AccessToken>> ListTokensAsync(CancellationToken cancellationToken);

    /// <summary>Makes an account. Refused when the name is taken or malformed, or the password shorter than 12 characters.</summary>
    Task<Result<Person>> AddAsync(Actor actor, string name, Role role, string password, CancellationToken cancellationToken);

    /// <summary>Changes an account's role, or disables it. Its open sessions end. The last lead stays.</summary>
    Task<Result<Person>> ChangeAsync(Actor actor, string name, Role role, bool disabled, CancellationToken cancellationToken);

    /// <summary>Makes a token and gives its secret, this once.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="name">Its name.</param>
    /// <param name="role">Its role.</param>
    /// <param name="days">How many days it holds, 1 to 3650; null for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Result<string>> CreateTokenAsync(Actor actor, string name, Role role, int? days, CancellationToken cancellationToken);

    /// <summary>Takes a token back at once.</summary>
    Task<Result<AccessToken>> RevokeTokenAsync(Actor actor, string name, CancellationToken cancellationToken);
}
