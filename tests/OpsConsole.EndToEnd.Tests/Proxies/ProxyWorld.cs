using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Proxies;

/// <summary>A console whose only environment is a real proxy in front of two slots. The environment has the sandbox's name, so that the same calls reach it.</summary>
internal sealed class ProxyWorld : IAsyncDisposable
{
    private const string Root = "OpsConsole:Environments:sandbox";

    private ProxyWorld(ISlots slots, IProxy proxy)
    {
        Slots = slots;
        Proxy = proxy;
    }

    public ISlots Slots { get; }

    public IProxy Proxy { get; }

    public ConsoleProcess Console { get; private set; } = null!;

    public ApiClient Sre { get; private set; } = null!;

    public static async Task<ProxyWorld> StartAsync(Func<ISlots, IProxy> make, bool slow = false)
    {
        ISlots slots = slow ? new SlowSlots() : await SlotPair.StartAsync();
        var world = new ProxyWorld(slots, make(slots));
        try
        {
            var more = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [$"{Root}:FrontDoor"] = world.Proxy.FrontDoor.ToString(),
                [$"{Root}:Slots:Blue:Kind"] = "external",
                [$"{Root}:Slots:Blue:Address"] = slots.Blue.ToString(),
                [$"{Root}:Slots:Green:Kind"] = "external",
                [$"{Root}:Slots:Green:Address"] = slots.Green.ToString(),
            };
            foreach (var (key, value) in world.Proxy.Gateway)
            {
                more[$"{Root}:Gateway:{key}"] = value;
            }

            world.Console = ConsoleProcess.Prepare(new ConsoleSettings { More = more });
            world.Console.Launch();
            await world.Proxy.StartAsync(plain: false);
            await world.Console.WaitReadyAsync();
            world.Sre = await ApiClient.ForAsync(world.Console, "sre");
            await World.CalmAsync(world.Sre);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    public static IProxy Make(string kind, ISlots slots) => kind == "nginx" ? new NginxProxy(slots) : new HAProxyProxy(slots);

    public async ValueTask DisposeAsync()
    {
        Sre?.Dispose();
        if (Console is not null)
        {
            await Console.DisposeAsync();
        }

        await Proxy.DisposeAsync();
        await Slots.DisposeAsync();
    }
}
