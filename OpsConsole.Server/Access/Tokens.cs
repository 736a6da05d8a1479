using System.Collections.Concurrent;
using Dapper;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

/// <summary>The bearer tokens in the store.</summary>
internal sealed partial class Tokens(Database database, AuditLog audit, TimeProvider time, ILogger<Tokens> logger)
{
    /// <summary>How long a token may hold at most.</summary>
    public const int MaxDays = 3650;

    private readonly ConcurrentDictionary<string, long> _usedMinutes = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<AccessToken>> ListAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<AccessToken>>(
            connection => [.. connection.Query<Row>($"{Row.Select} ORDER BY name").Select(row => row.ToToken())],
            cancellationToken);

    /// <summary>Who shows this secret. Unknown ones, ended ones and revoked ones are told apart only to who has the secret.</summary>
    public async Task<TokenFinding> FindAsync(string secret, CancellationToken cancellationToken)
    {
        if (!TokenSecret.LooksRight(secret))
        {
            return new(null, "This bearer token is not known here.");
        }

        var hash = TokenSecret.HashOf(secret);
        var row = await database.ReadAsync(connection => connection.QuerySingleOrDefault<Row>($"{Row.Select} WHERE hash = @hash", new { hash }), cancellationToken);
        if (row?.ToToken() is not { } token)
        {
            return new(null, "This bearer token is not known here.");
        }

        return token.Revoked ? new(token, $"The bearer token '{token.Name}' was revoked.")
            : token.ExpiresAt <= time.GetUtcNow() ? new(token, $"The bearer token '{token.Name}' has expired: it held until {Rfc3339.Write(token.ExpiresAt)}.")
            : new(token, null);
    }

    /// <summary>Makes a token, with its entry, and gives its secret. An ended or revoked one of the same name makes room.</summary>
    public async Task<Result<string>> CreateAsync(Actor actor, string name, Role role, int? days, CancellationToken cancellationToken)
    {
        var secret = TokenSecret.New();
        var now = time.GetUtcNow();
        var expiresAt = days is { } count ? now.AddDays(count) : (DateTimeOffset?)null;
        var entry = await database.WriteAsync(
            (connection, transaction) =>
            {
                var values = new
                {
                    name,
                    hash = TokenSecret.HashOf(secret),
                    role = Words.Of(role),
                    by = actor.Name,
                    now = Rfc3339.Write(now),
                    expires = Rfc3339.Write(expiresAt),
                };
                connection.Execute("DELETE FROM tokens WHERE name = @name AND (revoked_at IS NOT NULL OR expires_at <= @now)", values, transaction);
                var inserted = connection.Execute(
                    """
                    INSERT INTO tokens (name, hash, role, created_by, created_at, expires_at) VALUES (@name, @hash, @role, @by, @now, @expires)
                    ON CONFLICT (name) DO NOTHING
                    """,
                    values,
                    transaction);
                var detail = $"{Words.Of(role)}, {(expiresAt is null ? "for ever" : $"until {Rfc3339.Write(expiresAt)}")}";
                return inserted == 0 ? null
                    : audit.Append(connection, transaction, new(actor, AuditActions.Token, AuditOutcome.Succeeded, Target: name, Detail: $"created: {detail}"));
            },
            cancellationToken);
        if (entry is null)
        {
            return new Refusal(RefusalKind.WrongState, $"There is already a token called '{name}'. Choose another name, or revoke that one first.");
        }

        audit.Announce(entry);
        return secret;
    }

    /// <summary>Takes a token back, with its entry. Once taken back it stays so, without another entry.</summary>
    public async Task<Result<AccessToken>> RevokeAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        var (row, entry) = await database.WriteAsync(
            (connection, transaction) =>
            {
                var values = new { name, now = Rfc3339.Write(time.GetUtcNow()) };
                var changed = connection.Execute("UPDATE tokens SET revoked_at = @now WHERE name = @name AND revoked_at IS NULL", values, transaction);
                return (
                    connection.QuerySingleOrDefault<Row>($"{Row.Select} WHERE name = @name", values, transaction),
                    changed == 0 ? null : audit.Append(connection, transaction, new(actor, AuditActions.Token, AuditOutcome.Succeeded, Target: name, Detail: "revoked")));
            },
            cancellationToken);
        if (entry is not null)
        {
            audit.Announce(entry);
        }

        return row is null ? new Refusal(RefusalKind.NotFound, $"There is no token called '{name}'.") : row.ToToken();
    }

    /// <summary>Notes that a token was used, at most once a minute, without making anybody wait.</summary>
    public void Touch(string name)
    {
        var minute = time.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
        if (_usedMinutes.TryGetValue(name, out var last) && last == minute)
        {
            return;
        }

        _usedMinutes[name] = minute;
        _ = WriteTouchAsync(name, new DateTimeOffset(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero));
    }

    private async Task WriteTouchAsync(string name, DateTimeOffset minute)
    {
        try
        {
            await database.WriteAsync(
                (connection, transaction) => connection.Execute("UPDATE tokens SET last_used_at = @at WHERE name = @name", new { name, at = Rfc3339.Write(minute) }, transaction),
                CancellationToken.None);
        }
        catch (StoreException exception)
        {
            CannotTouch(logger, name, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last use of token {Token} could not be noted: {Reason}")]
    private static partial void CannotTouch(ILogger logger, string token, string reason);

    private sealed record Row
    {
        public const string Select =
            """
            SELECT name AS Name, role AS Role, created_by AS CreatedBy, created_at AS CreatedAt, expires_at AS ExpiresAt,
                last_used_at AS LastUsedAt, revoked_at AS RevokedAt FROM tokens
            """;

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string CreatedBy { get; init; } = "";

        public string CreatedAt { get; init; } = "";

        public string? ExpiresAt { get; init; }

        public string? LastUsedAt { get; init; }

        public string? RevokedAt { get; init; }

        public AccessToken ToToken() => new(
            Name,
            Words.Parse<Role>(Role),
            CreatedBy,
            Rfc3339.Read(CreatedAt),
            Rfc3339.ReadOrNull(ExpiresAt),
            Rfc3339.ReadOrNull(LastUsedAt),
            RevokedAt is not null);
    }
}

/// <summary>What is known of a shown secret.</summary>
/// <param name="Token">The token; null when there is none of that secret.</param>
/// <param name="Fault">Why it does not count; null when it does.</param>
internal sealed record TokenFinding(AccessToken? Token, string? Fault);
