using Microsoft.AspNetCore.Http;

namespace OpsConsole.Client.Access;

/// <summary>The door of the sign-in page. Both ways in leave an entry, whatever comes of them.</summary>
public interface ISignIn
{
    /// <summary>Signs in with a name and a password, into the cookie of the answer.</summary>
    Task<SignInAnswer> TryAsync(HttpContext context, string? name, string? password);

    /// <summary>Whether the one-time way in of the first start can still be gone.</summary>
    Task<bool> IsOpenAsync(string code, CancellationToken cancellationToken);

    /// <summary>Goes the one-time way in: makes the first account with this password, and signs in.</summary>
    Task<SignInAnswer> ChooseAsync(HttpContext context, string code, string? password, string? again);
}

/// <summary>What came of a try.</summary>
/// <param name="Outcome">The word for it.</param>
/// <param name="WaitSeconds">How long to wait, where it is a matter of that.</param>
public sealed record SignInAnswer(SignInOutcome Outcome, int WaitSeconds = 0);

/// <summary>The things that can come of a try to sign in.</summary>
public enum SignInOutcome
{
    /// <summary>The cookie is set.</summary>
    SignedIn,

    /// <summary>Name and password do not belong together, or the account is disabled: nobody is told which.</summary>
    Wrong,

    /// <summary>Too many tries: wait.</summary>
    TooMany,

    /// <summary>The sign-in could not be entered in the audit log, so it did not happen.</summary>
    NotRecorded,

    /// <summary>The one-time way in was gone before, is too old, or never was.</summary>
    Closed,

    /// <summary>The new password is too short or too long.</summary>
    BadLength,

    /// <summary>The two new passwords are not the same.</summary>
    Different,
}
