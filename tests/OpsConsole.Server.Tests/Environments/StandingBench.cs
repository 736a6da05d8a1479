using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Live;
using OpsConsole.Server.Slots;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Environments;

/// <summary>The real store, log and feed around what stands, in a time of the test's making.</summary>
internal sealed class StandingBench : IAsyncDisposable
{
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9");

    private readonly TempDatabase _store = new();

    public StandingBench(EnvironmentOptions? options = null)
    {
        Feed = new LiveFeed(Time);
        Shop = new ManagedEnvironment("shop", false, options ?? new EnvironmentOptions(), null, new ExternalSlots(s_nowhere, s_nowhere), null);
        Catalogue = new EnvironmentCatalogue([Shop]);
        Build();
    }

    public static Actor Ann { get; } = new("ann", Role.Sre, "api 127.0.0.1");

    public static Actor Vic { get; } = new("vic", Role.Viewer, "api 127.0.0.1");

    public FakeTime Time { get; } = new();

    public LiveFeed Feed { get; }

    public ManagedEnvironment Shop { get; }

    public EnvironmentCatalogue Catalogue { get; }

    public TempDatabase Store => _store;

    public AuditLog Audit { get; private set; } = null!;

    public Refusals Refusals { get; private set; } = null!;

    public StandingSampler Standing { get; private set; } = null!;

    public Freezes Freezes { get; private set; } = null!;

    /// <summary>Closes the store and opens it again, as a restart does.</summary>
    public async Task RestartAsync()
    {
        await _store.ReopenAsync();
        Standing.Dispose();
        Build();
    }

    /// <summary>Entries, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync()
        => [.. (await new AuditReader(_store.Database).ListAsync(new AuditQuery(Limit: 500), default)).Reverse()];

    /// <summary>From now on nothing can be entered, and so nothing may be done.</summary>
    public Task BreakTheLogAsync() => _store.Database.WriteAsync(
        (connection, transaction) => connection.Execute("CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'no room'); END", transaction: transaction), default);

    public async ValueTask DisposeAsync()
    {
        Standing.Dispose();
        await _store.DisposeAsync();
    }

    private void Build()
    {
        Audit = new AuditLog(_store.Database, new AuditNews(Feed), new UnknownAuditClock(), Time);
        Refusals = new Refusals(Audit, NullLogger<Refusals>.Instance);
        Standing = new StandingSampler(Catalogue, Feed, _store.Database, Time, NullLogger<StandingSampler>.Instance);
        Freezes = new Freezes(Catalogue, _store.Database, Audit, Refusals, Standing, Feed, Time);
    }
}
