using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Components.Endpoints;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Access;

/// <summary>Answers those who may not: programs with a problem and its sentence, people at a page with the way to sign in.</summary>
internal sealed class RefusedAnswer(RefusalLog refusals) : IAuthorizationMiddlewareResultHandler
{
    private static readonly PathString[] s_programs = ["/api", "/hubs", "/_blazor", "/openapi", "/metrics", "/healthz", "/readyz"];

    /// <summary>Whether this is asked for by a program, which is never sent to a page.</summary>
    public static bool IsProgram(HttpRequest request) => IsProgram(request.Path);

    /// <inheritdoc cref="IsProgram(HttpRequest)"/>
    public static bool IsProgram(PathString path) => Array.Exists(s_programs, prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
        }
        else if (authorizeResult.Forbidden)
        {
            await ForbidAsync(context, next);
        }
        else if (IsProgram(context.Request) || !HttpMethods.IsGet(context.Request.Method))
        {
            await ChallengeAsync(context);
        }
        else
        {
            var wanted = context.Request.Path + context.Request.QueryString;
            context.Response.Redirect(wanted == "/" ? "/sign-in" : $"/sign-in{QueryString.Create("returnUrl", wanted)}");
        }
    }

    private static Task ChallengeAsync(HttpContext context)
    {
        var failure = context.Features.Get<BadToken>()?.Fault;
        context.Response.Headers.WWWAuthenticate = failure is null ? Schemes.Bearer : $"{Schemes.Bearer} error=\"invalid_token\"";
        return new Refusal(RefusalKind.NotSignedIn, $"{failure ?? "Nobody is signed in."} Sign in at /sign-in, or send 'Authorization: Bearer <token>' with a token that holds.")
            .ToProblem()
            .ExecuteAsync(context);
    }

    /// <summary>Enters the refusal and answers 403.</summary>
    public async Task RefuseAsync(HttpContext context, string sentence)
    {
        await refusals.RefusedAsync(context, sentence);
        await new Refusal(RefusalKind.NotAllowed, sentence).ToProblem().ExecuteAsync(context);
    }

    private async Task ForbidAsync(HttpContext context, RequestDelegate next)
    {
        var actor = context.Actor();
        var sentence = actor.Role is { } role
            ? $"The role {Storage.Words.Of(role)} may not do this. Ask a lead."
            : "This needs a role, and you have none. Ask a lead.";
        if (!IsPage(context) || !Permissions.CanSee(actor.Role))
        {
            await RefuseAsync(context, sentence);
            return;
        }

        // A person gets a page that says so: the router asks the same policy again and shows that one in place of what was wanted.
        await refusals.RefusedAsync(context, sentence);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await next(context);
    }

    private static bool IsPage(HttpContext context)
        => HttpMethods.IsGet(context.Request.Method) && !IsProgram(context.Request) && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
}
