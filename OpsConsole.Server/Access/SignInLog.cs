using System.Globalization;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

/// <summary>The entries of sign-ins that did not happen, and the form of those that did.</summary>
internal sealed partial class SignInLog(AuditLog audit, TimeProvider time, ILogger<SignInLog> logger)
{
    private readonly OncePerMinute _throttled = new(time);

    public static string Origin(HttpContext context) => $"browser {Source.AddressOf(context)}";

    public static NewEntry Succeeded(AppUser user, string origin)
        => new(new(user.Name, Words.Parse<Role>(user.Role), origin), AuditActions.SignIn, AuditOutcome.Succeeded);

    public Task RefusedAsync(HttpContext context, string typed, AppUser? user, string why)
        => audit.AppendAsync(Refused(context, typed, user is null ? null : Words.Parse<Role>(user.Role), why), CancellationToken.None);

    /// <summary>At most one entry a minute for one source: what is not looked at costs an attacker nothing, and must not fill the disk.</summary>
    public async Task ThrottledAsync(HttpContext context, string typed, string source, TimeSpan wait)
    {
        if (_throttled.Pass(source, out var heldBack))
        {
            var more = heldBack == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {heldBack} more from there since the last entry.");
            var why = string.Create(CultureInfo.InvariantCulture, $"Too many tries: the next one in {Math.Ceiling(wait.TotalSeconds):0} s.{more}");
            await audit.AppendAsync(Refused(context, typed, null, why), CancellationToken.None);
        }
    }

    public void CannotEnter(HttpContext context, string? typed, StoreException exception)
        => CannotEnter(logger, AccessNames.Shown(typed), Source.AddressOf(context), exception.Message);

    // What cannot be an account's name may be a password in the wrong field: it goes where it can be erased.
    private static NewEntry Refused(HttpContext context, string typed, Role? role, string why)
    {
        var shown = AccessNames.Shown(typed);
        return AccessNames.Check(typed) is null
            ? new(new(shown, role, Origin(context)), AuditActions.SignIn, AuditOutcome.Refused, Detail: why)
            : new(new("(no such name)", role, Origin(context)), AuditActions.SignIn, AuditOutcome.Refused, Detail: $"{why} Typed as the name: {shown}");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The sign-in of {Actor} from {Address} could not be entered, so it did not happen: {Reason}")]
    private static partial void CannotEnter(ILogger logger, string actor, string address, string reason);
}
