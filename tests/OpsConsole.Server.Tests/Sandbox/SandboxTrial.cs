using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Sandbox;
using OpsConsole.Server.Traffic;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Sandbox;

/// <summary>A real sandbox: three processes, ports and a data directory of its own, gone at the end of the test.</summary>
internal sealed class SandboxTrial : IAsyncDisposable
{
    private const int Tries = 5;

    private readonly TempDirectory _folder = new();
    private readonly List<SandboxChildren> _consoles = [];
    private readonly List<HttpClient> _admins = [];

    private SandboxTrial(ExternalPair? external, bool detached, string slotHeader, IReadOnlyList<string> trusted) => Plan = new SandboxPlan(
        external is null ? "sandbox" : "outside", new Uri($"http://127.0.0.1:{FreePort.Next()}/"), external, slotHeader, "The:Setting", detached, _folder.Path, trusted);

    public SandboxPlan Plan { get; private set; }

    public string Folder => _folder.Path;

    /// <summary>Follows no redirect and keeps no cookie, and each request of <see cref="GetAsync"/> has a connection of its own.</summary>
    public HttpClient Http { get; } = new(
        new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero });

    public SandboxChildren Children => _consoles[^1];

    public SandboxGateway Gateway { get; private set; } = null!;

    public GatewayTraffic Traffic { get; private set; } = null!;

    public List<Weights> Beginnings { get; } = [];

    public static async Task<SandboxTrial> StartAsync(
        ExternalPair? external = null, bool detached = false, string slotHeader = "X-Served-By", IReadOnlyList<string>? trusted = null)
    {
        for (var tries = 1; ; tries++)
        {
            var trial = new SandboxTrial(external, detached, slotHeader, trusted ?? []);
            try
            {
                await trial.BootAsync();
                return trial;
            }
            catch (SandboxException exception) when (exception.InnerException is PortBusyException && tries < Tries)
            {
                // A port that was free a moment ago was given to somebody else: no matter of what is tested.
                await trial.DisposeAsync();
            }
            catch
            {
                await trial.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Boots as the next console does, on what lies in the data directory.</summary>
    public async Task BootAsync(SandboxPlan? plan = null)
    {
        Plan = plan ?? Plan;
        var children = new SandboxChildren(Plan, TimeProvider.System, NullLogger<SandboxChildren>.Instance);
        _consoles.Add(children);
        _admins.Add(new HttpClient(new AdminPortHandler(children)) { BaseAddress = AdminPortHandler.Anywhere });
        Gateway = new SandboxGateway(Plan.FrontDoor, _admins[^1], TimeProvider.System);
        Traffic = new GatewayTraffic(_admins[^1], TimeProvider.System);
        await children.BootAsync(
            weights =>
            {
                Beginnings.Add(weights);
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(Plan.FrontDoor, path));

    /// <summary>What the gateway says it does; asked again when a busy machine keeps it from answering in time.</summary>
    public async Task<Weights?> WeightsAsync()
    {
        var readings = await Eventually.IsAsync(() => Gateway.ReadAsync(CancellationToken.None), readings => readings[0].Weights is not null);
        return Assert.Single(readings).Weights;
    }

    /// <summary>What the gateway has counted, as soon as it is <paramref name="wanted"/>: an answer is counted a moment after its caller has it.</summary>
    public async Task<TrafficReading> TrafficAsync(Func<TrafficReading, bool> wanted, long since = 0)
    {
        var reading = await Eventually.IsAsync(
            async () =>
            {
                try
                {
                    return await Traffic.ReadAsync(since, CancellationToken.None);
                }
                catch (TrafficException)
                {
                    // Not in time: the machine is busy with other tests.
                    return null;
                }
            },
            reading => reading is not null && wanted(reading));
        return reading!;
    }

    public Task<HttpResponseMessage> FaultAsync(Slot slot, string body) => Http.PostAsync(new Uri(Children.AddressOf(slot)!, "__fault"), new StringContent(body));

    /// <summary>Who answers, by the header.</summary>
    public async Task<string?> ServedByAsync()
    {
        using var answer = await GetAsync("/v1/info");
        return Header(answer, "X-Served-By");
    }

    public static string? Header(HttpResponseMessage answer, string name)
        => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    public ChildProcess Child(string name) => Children.Find(name)!;

    /// <summary>As <c>kill -9</c> does, and waits until it is gone.</summary>
    public Task KillAsync(string name) => Child(name).Record.Process.EndAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var children in _consoles)
        {
            foreach (var name in (string[])["gateway", "blue", "green"])
            {
                if (children.Find(name) is { } child)
                {
                    await child.Record.Process.EndAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None);
                }
            }

            children.Dispose();
        }

        _admins.ForEach(admin => admin.Dispose());
        Http.Dispose();
        _folder.Dispose();
    }
}
