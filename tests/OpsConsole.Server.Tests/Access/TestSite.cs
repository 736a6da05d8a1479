using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsConsole.Client.Access;
using OpsConsole.Server.Access;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Live;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Access;

/// <summary>The real doors on a real port: sign-in, people, tokens and the audit log, and a few pages and calls to try them on.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestSite(WebApplication app, TempDatabase store, FakeTime time)
    {
        _app = app;
        Store = store;
        Time = time;
    }

    public static Actor Local { get; } = new("local:tester", Role.Lead, "cli");

    public TempDatabase Store { get; }

    public FakeTime Time { get; }

    public Uri Url => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    public IPeople People => Services.GetRequiredService<IPeople>();

    public static async Task<TestSite> StartAsync(string? bootstrapPassword = null)
    {
        var store = new TempDatabase();
        var time = new FakeTime();
        time.SetUtcNow(DateTimeOffset.Parse("2026-03-14T09:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(store.Database)
            .AddSingleton(Options.Create(new ConsoleOptions { Bootstrap = { Password = bootstrapPassword } }))
            .AddSingleton<LiveFeed>()
            .AddSingleton<IEnvironments>(new Environments())
            .AddAudit()
            .AddAccess()
            .AddLocalization()
            // Sign-ins are many here; PasswordTests look at the real number of rounds.
            .Configure<PasswordHasherOptions>(options => options.IterationCount = 1000)
            .AddRazorComponents();
        var app = builder.Build();
        app.UseRouting();
        app.UseAccess();
        app.UseAntiforgery();
        app.MapAccess();
        app.MapAudit();
        app.MapRazorComponents<Page>().AddAdditionalAssemblies(typeof(SignInPage).Assembly);
        app.MapGet("/some/page", () => "a page");
        app.MapMethods("/api/v1/thing", ["GET", "POST", "DELETE"], (HttpContext context) => Results.Json(context.Actor()));
        app.MapMethods("/hubs/telemetry/negotiate", ["GET", "POST"], (HttpContext context) => Results.Json(context.Actor()));
        app.MapMethods("/_blazor", ["GET", "POST"], () => "a circuit");
        await app.StartAsync();
        return new(app, store, time);
    }

    public async Task<string> TokenAsync(Role role, string? name = null, int? days = null)
        => (await People.CreateTokenAsync(Local, name ?? $"{role}", role, days, CancellationToken.None)).Value ?? throw new InvalidOperationException("No token.");

    public async Task AddAsync(string name, Role role, string password = TestBrowser.Password)
        => Assert.True((await People.AddAsync(Local, name, role, password, CancellationToken.None)).Ok);

    /// <summary>A program: no cookies, a token or none.</summary>
    public ApiClient Api(string? token) => new(Url, token);

    public TestBrowser Browser() => new(Url);

    /// <summary>Entries, oldest first, without those that prepared the test.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync(string? action = null)
        => [.. (await Services.GetRequiredService<IAudit>().ListAsync(new(Action: action, Limit: 500), CancellationToken.None)).Where(entry => entry.Actor != Local.Name).Reverse()];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Store.DisposeAsync();
    }

    /// <summary>One environment, of which nothing is known but its name.</summary>
    private sealed class Environments : IEnvironments
    {
        public IReadOnlyList<string> Names { get; } = ["shop"];

        public bool IsSandbox(string environment) => false;

        public int BakeSeconds(string environment, Operation operation) => 0;

        public TrafficState? Traffic(string environment, int minutes) => null;
    }

    /// <summary>The sign-in page without the rest of the console around it.</summary>
    private sealed class Page : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<SignInPage>(0);
            builder.CloseComponent();
        }
    }
}
