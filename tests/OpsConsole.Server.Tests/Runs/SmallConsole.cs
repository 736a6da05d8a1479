using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Clock;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gates;
using OpsConsole.Server.Health;
using OpsConsole.Server.Live;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;
using OpsConsole.Server.Traffic;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>A console without its web server, in this process: all that sees, judges, acts and records is the real thing.</summary>
internal sealed class SmallConsole : IAsyncDisposable
{
    private readonly IHost _host;

    private SmallConsole(IHost host) => _host = host;

    public static Actor Ann { get; } = new("ann", Role.Sre, "api 127.0.0.1");

    public static Actor Lead { get; } = new("lea", Role.Lead, "api 127.0.0.1");

    public static Actor Viewer { get; } = new("vic", Role.Viewer, "api 127.0.0.1");

    public IRuns Runs => _host.Services.GetRequiredService<IRuns>();

    public ILiveFeed Feed => _host.Services.GetRequiredService<ILiveFeed>();

    public IAudit Audit => _host.Services.GetRequiredService<IAudit>();

    public T Of<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    public RunLog Log => _host.Services.GetRequiredService<RunLog>();

    /// <summary>Starts one; <paramref name="self"/> is whose process it seems to be.</summary>
    public static async Task<SmallConsole> StartAsync(Database database, ManagedEnvironment environment, ProcessIdentity? self = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(database)
            .AddSingleton(new EnvironmentCatalogue([environment]))
            .AddFeed()
            .AddAudit()
            .AddEnvironments()
            .AddClock()
            .AddHealth()
            .AddTraffic()
            .AddGates()
            .AddRuns();
        if (self is not null)
        {
            builder.Services.AddSingleton(self);
        }

        var console = new SmallConsole(builder.Build());
        await console._host.StartAsync();
        return console;
    }

    /// <summary>Waits until no gate is unknown for being young.</summary>
    public Task<SmallConsole> ReadyAsync() => ReadyButForAsync();

    /// <summary>The same where a test has not fed some of them yet.</summary>
    public async Task<SmallConsole> ReadyButForAsync(params string[] unfed)
    {
        var gates = _host.Services.GetRequiredService<IGates>();
        await Eventually.IsAsync(
            () => gates.EvaluateAsync("shop", Operation.Switch, Slot.Green, default),
            results => results.All(gate => gate.State is not GateVerdict.Unknown || unfed.Contains(gate.Name)));
        return this;
    }

    public Task<Result<RunState>> AskAsync(Operation operation, Slot? target = null, Actor? actor = null, string? key = null, int? bake = null, params string[] overrides)
        => Runs.StartAsync(actor ?? Ann, "shop", new RunRequest(operation, target, BakeSeconds: bake, Reason: "a test", OverrideGates: overrides.Length == 0 ? null : overrides), key, default);

    /// <summary>Asks for a run that must be allowed, and gives it at its end.</summary>
    public async Task<RunState> RunAsync(Operation operation, Slot? target = null, int? bake = null)
    {
        var asked = await AskAsync(operation, target, bake: bake);
        Assert.True(asked.Ok, asked.Refusal?.Detail);
        return await EndAsync(asked.Value.Id);
    }

    /// <summary>The run at its end, as it stands in the store.</summary>
    public async Task<RunState> EndAsync(long run)
        => (await Eventually.IsAsync(() => Runs.FindAsync(run, default), state => state is { Ended: true }, patience: TimeSpan.FromSeconds(60)))!;

    /// <summary>Agrees, as often as a busy machine makes a fact waver meanwhile, and gives the run at its end.</summary>
    public async Task<RunState> ApproveAndEndAsync(long run, Actor actor) => (await Eventually.IsAsync(
        async () =>
        {
            var state = await Runs.FindAsync(run, default);
            if (state?.State is RunPhase.AwaitingApproval)
            {
                await Runs.ApproveAsync(actor, run, default);
            }

            return state;
        },
        state => state is { Ended: true },
        patience: TimeSpan.FromSeconds(60)))!;

    public Task<RunState?> BecomesAsync(long run, RunPhase phase)
        => Eventually.IsAsync(() => Runs.FindAsync(run, default), state => state?.State == phase);

    public Task<IReadOnlyList<AuditEntry>> EntriesAsync(string? action = null) => Audit.ListAsync(new AuditQuery(Action: action), default);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
