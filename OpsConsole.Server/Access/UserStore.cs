using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

/// <summary>
/// Accounts for ASP.NET Core Identity, in the table <c>people</c>. Passkeys and one-time codes are further interfaces of this class.
/// Accounts are made and changed by <see cref="People"/>, together with their entries.
/// </summary>
internal sealed class UserStore(Database database) : IUserPasswordStore<AppUser>, IUserSecurityStampStore<AppUser>
{
    public const string Select =
        """
        SELECT id AS Id, name AS Name, normalized_name AS NormalizedName, role AS Role, password_hash AS PasswordHash,
            security_stamp AS SecurityStamp, created_at AS CreatedAt, last_sign_in_at AS LastSignInAt, disabled AS Disabled FROM people
        """;

    public static void Insert(SqliteConnection connection, SqliteTransaction transaction, AppUser user) => connection.Execute(
        """
        INSERT INTO people (id, name, normalized_name, role, password_hash, security_stamp, created_at, last_sign_in_at, disabled)
        VALUES (@Id, @Name, @NormalizedName, @Role, @PasswordHash, @SecurityStamp, @CreatedAt, @LastSignInAt, @Disabled)
        """,
        user,
        transaction);

    public static int Update(SqliteConnection connection, SqliteTransaction transaction, AppUser user) => connection.Execute(
        """
        UPDATE people SET name = @Name, normalized_name = @NormalizedName, role = @Role, password_hash = @PasswordHash,
            security_stamp = @SecurityStamp, last_sign_in_at = @LastSignInAt, disabled = @Disabled WHERE id = @Id
        """,
        user,
        transaction);

    public static AppUser? Find(SqliteConnection connection, string normalizedName, SqliteTransaction? transaction = null)
        => connection.QuerySingleOrDefault<AppUser>($"{Select} WHERE normalized_name = @normalizedName", new { normalizedName }, transaction);

    public async Task<IdentityResult> CreateAsync(AppUser user, CancellationToken cancellationToken)
    {
        await database.WriteAsync((connection, transaction) => Insert(connection, transaction, user), cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> UpdateAsync(AppUser user, CancellationToken cancellationToken)
    {
        var changed = await database.WriteAsync((connection, transaction) => Update(connection, transaction, user), cancellationToken);
        return changed == 1 ? IdentityResult.Success : IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
    }

    public async Task<IdentityResult> DeleteAsync(AppUser user, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            (connection, transaction) => connection.Execute("DELETE FROM people WHERE id = @Id", new { user.Id }, transaction),
            cancellationToken);
        return IdentityResult.Success;
    }

    public Task<AppUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<AppUser>($"{Select} WHERE id = @userId", new { userId }),
        cancellationToken);

    public Task<AppUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
        => database.ReadAsync(connection => Find(connection, normalizedUserName), cancellationToken);

    public Task<string> GetUserIdAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task SetUserNameAsync(AppUser user, string? userName, CancellationToken cancellationToken)
    {
        user.Name = userName ?? "";
        return Task.CompletedTask;
    }

    public Task<string?> GetNormalizedUserNameAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedName);

    public Task SetNormalizedUserNameAsync(AppUser user, string? normalizedName, CancellationToken cancellationToken)
    {
        user.NormalizedName = normalizedName ?? "";
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task SetPasswordHashAsync(AppUser user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<bool> HasPasswordAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task<string?> GetSecurityStampAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public Task SetSecurityStampAsync(AppUser user, string stamp, CancellationToken cancellationToken)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // It holds nothing: the store is the console's.
    }
}
