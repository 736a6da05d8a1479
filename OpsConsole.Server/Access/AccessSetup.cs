using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR;
using OpsConsole.Client.Access;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Access;

internal static class AccessSetup
{
    private static readonly TimeSpan s_session = TimeSpan.FromHours(8);

    /// <summary>People, tokens, sessions and who may what. It needs the store, the audit log and the settings.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services
            .AddHttpContextAccessor()
            .AddCascadingAuthenticationState()
            .AddScoped<AuthenticationStateProvider, CircuitSession>()
            .AddScoped<ISignIn, SignIn>()
            .AddSingleton<FirstStart>()
            .AddSingleton<HubSession>()
            .Configure<HubOptions>(options => options.AddFilter<HubSession>())
            .AddSingleton<RefusedAnswer>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler>(provider => provider.GetRequiredService<RefusedAnswer>())
            .AddSingleton<IClaimsTransformation, ActorClaims>()
            .AddSingleton<IPeople>(provider => provider.GetRequiredService<People>())
            .AddSingleton<Passwords>()
            .AddSingleton<People>()
            .AddSingleton<RefusalLog>()
            .AddSingleton<SessionCheck>()
            .AddSingleton<SignInLog>()
            .AddSingleton<SignInThrottle>()
            .AddSingleton<SignOut>()
            .AddSingleton<Tokens>();
        AddSchemes(services);
        AddKeys(services);
        var see = Needs(Permissions.CanSee);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.See, see)
            .AddPolicy(Policies.Lead, Needs(Permissions.CanManagePeople))
            .SetDefaultPolicy(see)
            .SetFallbackPolicy(see);
        return services;
    }

    /// <summary>Who asks, from where, and whether that may be: before anything that answers.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app) => app
        .UseAuthentication()
        .UseMiddleware<OriginCheck>()
        .UseAuthorization();

    private static AuthorizationPolicy Needs(Func<Role?, bool> may) => new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireAssertion(context => may(context.User.ToActor().Role))
        .Build();

    private static void AddSchemes(IServiceCollection services)
    {
        services
            .AddAuthentication(Schemes.Either)
            .AddPolicyScheme(Schemes.Either, displayName: null, options =>
                options.ForwardDefaultSelector = context => Schemes.TokenOf(context.Request) is null ? IdentityConstants.ApplicationScheme : Schemes.Bearer)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(Schemes.Bearer, configureOptions: null)
            .AddIdentityCookies();
        // Before the framework adds its own once per request: it has no state, and a singleton uses it.
        services.AddSingleton<IPasswordHasher<AppUser>, PasswordHasher<AppUser>>();
        services.AddIdentityCore<AppUser>()
            .AddUserStore<UserStore>()
            .AddClaimsPrincipalFactory<UserClaims>()
            .AddSignInManager();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = Passwords.Iterations);
        services.ConfigureApplicationCookie(options =>
        {
            options.Cookie.Name = "opsconsole";
            options.Cookie.HttpOnly = true;
            // Lax, so that a link in a chat opens its page; changes need the console's own Origin besides.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.IsEssential = true;
            options.ExpireTimeSpan = s_session;
            options.SlidingExpiration = true;
            options.LoginPath = "/sign-in";
            options.Events = new CookieAuthenticationEvents { OnValidatePrincipal = ValidateAsync };
        });
        services.AddAntiforgery(options => options.Cookie.Name = "opsconsole-form");
    }

    // At every request: it is one look-up by key, and a disabled account is out at once.
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<SessionCheck>();
        if (context.Principal is null || !await sessions.HoldsAsync(context.Principal, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
        }
    }

    // Beside the store, for the console's user alone: who can read them can forge every session.
    private static void AddKeys(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("opsconsole");
        services.AddOptions<KeyManagementOptions>().Configure<Database, ILoggerFactory>((options, database, loggers) =>
        {
            var folder = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(database.Path)!, "keys"));
            Directory.CreateDirectory(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.XmlRepository = new FileSystemXmlRepository(folder, loggers);
        });
    }
}
