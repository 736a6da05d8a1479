using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Access;

/// <summary>The answer to GET /api/v1/people.</summary>
internal sealed record PeoplePage(IReadOnlyList<Person> People, string? Next);

/// <summary>The answer to GET /api/v1/tokens.</summary>
internal sealed record TokenPage(IReadOnlyList<AccessToken> Tokens, string? Next);

/// <summary>The body of POST /api/v1/people.</summary>
internal sealed record NewPerson(string Name, Role Role, string Password);

/// <summary>The body of PUT /api/v1/people/{name}.</summary>
internal sealed record ChangedPerson(Role Role, bool Disabled);

/// <summary>The body of POST /api/v1/tokens. Without <paramref name="Days"/> the token does not end.</summary>
internal sealed record NewToken(string Name, Role Role, int? Days = null);

/// <summary>The answer to POST /api/v1/tokens: the only one that ever holds the secret.</summary>
internal sealed record CreatedToken(string Name, Role Role, string Token);

internal static class AccessApi
{
    public static IEndpointRouteBuilder MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-out", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        var access = routes.MapGroup("/api/v1").RequireAuthorization(Policies.Lead).WithTags("Access");
        access.MapGet("/people", async (IPeople people, CancellationToken ct) => Results.Json(new PeoplePage(await people.ListAsync(ct), null), ApiJson.Options))
            .Produces<PeoplePage>().WithName("people").WithSummary("All accounts, by name. Leads only.");
        access.MapPost("/people", AddPersonAsync).Accepts<NewPerson>("application/json").Produces<Person>(StatusCodes.Status201Created).WithName("add-person")
            .WithSummary("Adds an account with its first password. Leads only.");
        access.MapPut("/people/{name}", ChangePersonAsync).Accepts<ChangedPerson>("application/json").Produces<Person>().WithName("change-person")
            .WithSummary("Changes a role, or disables an account: its open sessions end. The last lead stays.");
        access.MapGet("/tokens", async (IPeople people, CancellationToken ct) => Results.Json(new TokenPage(await people.ListTokensAsync(ct), null), ApiJson.Options))
            .Produces<TokenPage>().WithName("tokens").WithSummary("All bearer tokens, by name, without their secrets. Leads only.");
        access.MapPost("/tokens", CreateTokenAsync).Accepts<NewToken>("application/json").Produces<CreatedToken>(StatusCodes.Status201Created).WithName("create-token")
            .WithSummary("Makes a bearer token. Its secret is in this answer and nowhere else. days: 1 to 3650, or none for a token that does not end.");
        access.MapDelete("/tokens/{name}", async (HttpContext context, string name, IPeople people, CancellationToken ct) =>
                (await people.RevokeTokenAsync(context.Actor(), name, ct)).ToAnswer())
            .Produces<AccessToken>().WithName("revoke-token").WithSummary("Takes a token back at once.");
        return routes;
    }

    private static async Task<IResult> AddPersonAsync(HttpContext context, IPeople people)
    {
        var body = await RequestBody.ReadAsync<NewPerson>(context, context.RequestAborted);
        if (!body.Ok)
        {
            return body.Refusal.ToProblem();
        }

        var (name, role, password) = body.Value;
        var added = await people.AddAsync(context.Actor(), name, role, password, context.RequestAborted);
        return added.Ok ? Created($"/api/v1/people/{added.Value.Name}", added.Value) : added.ToAnswer();
    }

    private static async Task<IResult> ChangePersonAsync(HttpContext context, string name, IPeople people)
    {
        var body = await RequestBody.ReadAsync<ChangedPerson>(context, context.RequestAborted);
        return body.Ok
            ? (await people.ChangeAsync(context.Actor(), name, body.Value.Role, body.Value.Disabled, context.RequestAborted)).ToAnswer()
            : body.Refusal.ToProblem();
    }

    private static async Task<IResult> CreateTokenAsync(HttpContext context, IPeople people)
    {
        var body = await RequestBody.ReadAsync<NewToken>(context, context.RequestAborted);
        if (!body.Ok)
        {
            return body.Refusal.ToProblem();
        }

        var (name, role, days) = body.Value;
        var secret = await people.CreateTokenAsync(context.Actor(), name, role, days, context.RequestAborted);
        return secret.Ok ? Created($"/api/v1/tokens/{name}", new CreatedToken(name, role, secret.Value)) : secret.ToAnswer();
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, SignOut signOut, SignInManager<AppUser> session)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return new Refusal(RefusalKind.BadRequest, "This form is too old. Load the page again, then sign out.").ToProblem();
        }

        await signOut.EndAsync(context.User, context.RequestAborted);
        await session.SignOutAsync();
        return Results.Redirect("/sign-in");
    }

    private static CreatedAnswer<T> Created<T>(string location, T value) => new CreatedAnswer<T>(location, value);

    private sealed class CreatedAnswer<T>(string location, T value) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.Location = location;
            return Results.Json(value, ApiJson.Options, statusCode: StatusCodes.Status201Created).ExecuteAsync(httpContext);
        }
    }
}
