using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Identity;
using OpsConsole.Client.Access;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

/// <inheritdoc cref="ISignIn"/>
internal sealed class SignIn(
    Database database,
    AuditLog audit,
    SignInManager<AppUser> session,
    UserManager<AppUser> users,
    Passwords passwords,
    SignInThrottle throttle,
    SignInLog log,
    FirstStart first,
    TimeProvider time) : ISignIn
{
    /// <summary>The type of the claim by which one session is told from the others of the same person.</summary>
    public const string SessionClaim = "session";

    private static readonly TimeSpan s_busy = TimeSpan.FromSeconds(5);

    public async Task<SignInAnswer> TryAsync(HttpContext context, string? name, string? password)
    {
        try
        {
            return await TryAsync(context, name ?? "", password ?? "", Source.KeyOf(context.Connection.RemoteIpAddress));
        }
        catch (StoreException exception)
        {
            log.CannotEnter(context, name, exception);
            return new(SignInOutcome.NotRecorded);
        }
    }

    public Task<bool> IsOpenAsync(string code, CancellationToken cancellationToken) => first.IsOpenAsync(code, cancellationToken);

    public async Task<SignInAnswer> ChooseAsync(HttpContext context, string code, string? password, string? again)
    {
        if (Passwords.Check(password) is not null)
        {
            return new(SignInOutcome.BadLength);
        }

        if (!string.Equals(password, again, StringComparison.Ordinal))
        {
            return new(SignInOutcome.Different);
        }

        try
        {
            if (await first.UseAsync(code, password!, SignInLog.Origin(context), context.RequestAborted) is not { } user)
            {
                return new(SignInOutcome.Closed);
            }

            await OpenAsync(user);
            return new(SignInOutcome.SignedIn);
        }
        catch (StoreException exception)
        {
            log.CannotEnter(context, FirstStart.Name, exception);
            return new(SignInOutcome.NotRecorded);
        }
    }

    private async Task<SignInAnswer> TryAsync(HttpContext context, string name, string password, string source)
    {
        var wait = passwords.Busy ? s_busy : throttle.Enter(name, source);
        if (wait > TimeSpan.Zero)
        {
            await log.ThrottledAsync(context, name, source, wait);
            return new(SignInOutcome.TooMany, (int)Math.Ceiling(wait.TotalSeconds));
        }

        var user = AccessNames.Check(name) is null ? await users.FindByNameAsync(name) : null;
        var fits = password.Length <= Passwords.MaxLength
            ? await passwords.CheckAsync(user, password, context.RequestAborted)
            : PasswordVerificationResult.Failed;
        if (user is null || user.Disabled || fits == PasswordVerificationResult.Failed)
        {
            var why = user is { Disabled: true } && fits != PasswordVerificationResult.Failed ? "The account is disabled." : "Name and password do not belong together.";
            await log.RefusedAsync(context, name, user, why);
            return new(SignInOutcome.Wrong);
        }

        if (fits == PasswordVerificationResult.SuccessRehashNeeded)
        {
            user.PasswordHash = await passwords.HashAsync(password, context.RequestAborted);
        }

        await EnterAsync(context, user);
        throttle.Succeeded(name, source);
        await OpenAsync(user);
        return new(SignInOutcome.SignedIn);
    }

    // Written before the cookie is: a sign-in that cannot be entered does not happen.
    private async Task EnterAsync(HttpContext context, AppUser user)
    {
        var entry = await database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(
                    "UPDATE people SET last_sign_in_at = @now, password_hash = @PasswordHash WHERE id = @Id",
                    new { now = Rfc3339.Write(time.GetUtcNow()), user.PasswordHash, user.Id },
                    transaction);
                return audit.Append(connection, transaction, SignInLog.Succeeded(user, SignInLog.Origin(context)));
            },
            CancellationToken.None);
        audit.Announce(entry);
    }

    private Task OpenAsync(AppUser user)
        => session.SignInWithClaimsAsync(user, isPersistent: false, [new Claim(SessionClaim, TokenSecret.NewCode()), new Claim("amr", "pwd")]);
}
