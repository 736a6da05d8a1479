using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace OpsConsole.Client.Access;

/// <summary>The page <c>/sign-in</c>, and the one-time way in of the first start with <c>?code=</c>.</summary>
public sealed partial class SignInPage
{
    private bool _choosing;
    private string? _message;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? AskedReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "code")]
    private string? AskedCode { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in", Name = "returnUrl")]
    private string? PostedReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in", Name = "name")]
    private string? Name { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in", Name = "password")]
    private string? Password { get; set; }

    [SupplyParameterFromForm(FormName = "choose", Name = "code")]
    private string? PostedCode { get; set; }

    [SupplyParameterFromForm(FormName = "choose", Name = "password")]
    private string? NewPassword { get; set; }

    [SupplyParameterFromForm(FormName = "choose", Name = "again")]
    private string? Again { get; set; }

    private string? Code => PostedCode ?? AskedCode;

    private string ReturnUrl => LocalUrl.Of(PostedReturnUrl ?? AskedReturnUrl);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        // The code in the address opens the console: no other page, and no cache, may come to see it.
        Context.Response.Headers["Referrer-Policy"] = "no-referrer";
        Context.Response.Headers.CacheControl = "no-store";
        if (Code is not null)
        {
            // A posted form must be there to be answered, also when its code was used meanwhile.
            _choosing = PostedCode is not null || await SignIn.IsOpenAsync(Code, Context.RequestAborted);
            _message = _choosing ? null : Text["Closed"].Value;
        }
    }

    private async Task SignInAsync() => Answer(await SignIn.TryAsync(Context, Name, Password), ReturnUrl);

    private async Task ChooseAsync()
    {
        var answer = await SignIn.ChooseAsync(Context, Code ?? "", NewPassword, Again);
        _choosing = answer.Outcome is not SignInOutcome.Closed;
        Answer(answer, "/");
    }

    private void Answer(SignInAnswer answer, string goTo)
    {
        if (answer.Outcome == SignInOutcome.SignedIn)
        {
            Context.Response.Redirect(goTo);
            return;
        }

        _message = Text[answer.Outcome.ToString(), answer.WaitSeconds].Value;
        Context.Response.StatusCode = answer.Outcome switch
        {
            SignInOutcome.Wrong => StatusCodes.Status401Unauthorized,
            SignInOutcome.TooMany => StatusCodes.Status429TooManyRequests,
            SignInOutcome.NotRecorded => StatusCodes.Status503ServiceUnavailable,
            SignInOutcome.Closed => StatusCodes.Status410Gone,
            _ => StatusCodes.Status400BadRequest,
        };
        if (answer.WaitSeconds > 0)
        {
            Context.Response.Headers.RetryAfter = answer.WaitSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
