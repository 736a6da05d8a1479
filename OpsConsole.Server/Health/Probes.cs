using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Health;

/// <summary>The probes of an environment. Without any configured: each slot's receipts address, and the front door.</summary>
internal static class Probes
{
    public static IReadOnlyList<IProbe> Of(ManagedEnvironment environment, TimeProvider time)
    {
        var options = environment.Options;
        var header = options.Receipts.VersionHeader;
        if (options.Probes.Count > 0)
        {
            return [.. options.Probes.Select(IProbe (probe) => probe.Kind == "tcp"
                ? new TcpProbe(probe.Name!, probe.Slot, TimeSpan.FromSeconds(probe.IntervalSeconds), new Uri(probe.Url!), time)
                : new HttpProbe(probe.Name!, probe.Slot, TimeSpan.FromSeconds(probe.IntervalSeconds), AddressOf(environment, probe.Slot, probe.Url), header, environment.Http, time))];
        }

        var second = TimeSpan.FromSeconds(1);
        List<IProbe> probes = [.. Enum.GetValues<Slot>().Select(slot => new HttpProbe("service", slot, second, Receipts(slot), header, environment.Http, time))];
        if (options.FrontDoor is { } frontDoor)
        {
            var address = new Uri(new Uri(frontDoor), options.Receipts.Path);
            probes.Add(new HttpProbe("front-door", null, second, () => address, header, environment.Http, time));
        }

        return probes;

        Func<Uri?> Receipts(Slot slot) => () => environment.Slots.AddressOf(slot) is { } address ? new Uri(address, options.Receipts.Path) : null;
    }

    /// <summary>A probe of a slot without a URL asks the slot's own <c>/health</c>, wherever the slot is just now.</summary>
    private static Func<Uri?> AddressOf(ManagedEnvironment environment, Slot? slot, string? url)
    {
        if (url is not null)
        {
            var configured = new Uri(url);
            return () => configured;
        }

        return () => slot is { } own && environment.Slots.AddressOf(own) is { } address ? new Uri(address, "/health") : null;
    }
}
