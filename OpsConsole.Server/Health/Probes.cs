using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Health.Postgres;
using OpsConsole.Server.Health.Redis;

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
            return [.. options.Probes.Select(probe => Of(environment, probe, time))];
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

    private static IProbe Of(ManagedEnvironment environment, ProbeOptions probe, TimeProvider time)
    {
        var (name, slot, interval) = (probe.Name!, probe.Slot, TimeSpan.FromSeconds(probe.IntervalSeconds));
        return probe.Kind switch
        {
            ProbeOptions.Tcp => new TcpProbe(name, slot, interval, Url(), time),
            ProbeOptions.Postgres => new PostgresProbe(name, slot, interval, new PostgresWish(Url(), Password(), probe.CaFile, probe.Role, probe.MostLagSeconds ?? PostgresWish.MostLag, probe.LeastStandbys ?? 0), time),
            ProbeOptions.Redis => new RedisProbe(name, slot, interval, new RedisWish(Url(), Password(), probe.Role), time),
            ProbeOptions.Tls => new TlsProbe(name, slot, interval, Url(), new CertificateWish(probe.ServerName ?? Url().IdnHost, probe.CaFile, probe.WarnDays ?? TlsProbe.WarnDays), time),
            ProbeOptions.Storage => new StorageProbe(name, slot, interval, probe.Path!, probe.LeastFree ?? StorageProbe.LeastFree, time),
            ProbeOptions.Nginx => new NginxProbe(name, slot, interval, Url(), environment.Http, time),
            _ => new HttpProbe(name, slot, interval, AddressOf(environment, slot, probe.Url), environment.Options.Receipts.VersionHeader, environment.Http, time, probe.Expect),
        };

        Uri Url() => new(probe.Url!);

        ProbePassword Password() => new(probe.PasswordFile, probe.PasswordVariable);
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
