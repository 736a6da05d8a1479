using Microsoft.Extensions.Options;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Storage;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Sandbox;

/// <summary>Makes the built-in environment, and gateways of the console's own in front of other slots. What they need to run, the supervisor starts.</summary>
internal sealed class SandboxFactory(IOptions<ConsoleOptions> options, Database database, TimeProvider time, ILogger<SandboxChildren> logger) : IDisposable
{
    private const int SandboxBakeSeconds = 60;

    private readonly List<IDisposable> _made = [];
    private readonly List<SandboxChildren> _all = [];

    /// <summary>Every environment that has children.</summary>
    public IReadOnlyList<SandboxChildren> All => _all;

    /// <summary>The environment <c>sandbox</c>.</summary>
    public ManagedEnvironment CreateSandbox()
    {
        var frontDoor = new Uri($"http://127.0.0.1:{options.Value.Sandbox.GatewayPort}/");
        var wanted = Wanted(frontDoor);
        var children = Add(new SandboxPlan(
            SandboxOptions.Name, frontDoor, null, wanted.Receipts.SlotHeader, $"{ConsoleOptions.Section}:Sandbox:GatewayPort", options.Value.Sandbox.Detached, Folder(),
            options.Value.Sandbox.TrustedNetworks));
        var (gateway, traffic) = Hands(children);
        return new ManagedEnvironment(SandboxOptions.Name, IsSandbox: true, wanted, gateway, new SandboxSlots(children), traffic);
    }

    /// <summary>A gateway that listens where the environment's front door is and sends to its external slots.</summary>
    public (IGateway Gateway, ITrafficSource Traffic) CreateGatewayFor(string name, EnvironmentOptions wanted) => Hands(Add(new SandboxPlan(
        name,
        new Uri(wanted.FrontDoor!),
        new ExternalPair(new Uri(wanted.Slots.Blue.Address!), new Uri(wanted.Slots.Green.Address!)),
        wanted.Receipts.SlotHeader,
        $"{ConsoleOptions.Section}:Environments:{name}:FrontDoor",
        options.Value.Sandbox.Detached,
        Folder(),
        wanted.Gateway[0].TrustedNetworks)));

    public void Dispose() => _made.ForEach(made => made.Dispose());

    private static EnvironmentOptions Wanted(Uri frontDoor) => new()
    {
        FrontDoor = frontDoor.ToString(),
        Receipts = { Path = "/v1/info" },
        Gateway = [new GatewayOptions { Kind = "sandbox" }],
        Slots = { Blue = { Kind = "sandbox" }, Green = { Kind = "sandbox" } },
        Probes =
        [
            // Without a URL: each slot's own /health, wherever it is.
            new ProbeOptions { Name = "api", Slot = Slot.Blue },
            new ProbeOptions { Name = "api", Slot = Slot.Green },
            new ProbeOptions { Name = "gateway", Url = new Uri(frontDoor, "/health").ToString() },
        ],
        Traffic = { Kind = "gateway" },
        Clock = { Nodes = [new ClockNodeOptions { Name = Environment.MachineName, Kind = "kernel" }] },
        BakeSeconds = SandboxBakeSeconds,
    };

    private string Folder() => Path.GetDirectoryName(database.Path)!;

    private SandboxChildren Add(SandboxPlan plan)
    {
        var children = new SandboxChildren(plan, time, logger);
        _all.Add(children);
        _made.Add(children);
        return children;
    }

    private (IGateway Gateway, ITrafficSource Traffic) Hands(SandboxChildren children)
    {
#pragma warning disable CA2000 // Disposed with the client, and that with this.
        var client = new HttpClient(new AdminPortHandler(children)) { BaseAddress = AdminPortHandler.Anywhere };
#pragma warning restore CA2000
        _made.Insert(0, client);
        return (new SandboxGateway(children.Plan.FrontDoor, client, time), new GatewayTraffic(client, time));
    }
}
