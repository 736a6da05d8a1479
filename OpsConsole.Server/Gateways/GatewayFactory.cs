using OpsConsole.Server.Configuration;
using OpsConsole.Server.Gateways.HAProxy;
using OpsConsole.Server.Gateways.Nginx;

namespace OpsConsole.Server.Gateways;

/// <summary>Makes the hands that reach a team's own proxies, as the settings say.</summary>
internal sealed class GatewayFactory(ICommands commands, TimeProvider time) : IDisposable
{
    private readonly List<IDisposable> _made = [];

    /// <summary>The gateway of an environment: one proxy, or several that are switched as one.</summary>
    public IGateway Create(EnvironmentOptions wanted)
    {
        List<IGateway> instances = [.. wanted.Gateway.Select(one => Create(wanted, one))];
        return instances is [var only] ? only : new GatewayGroup(new Uri(wanted.FrontDoor!), instances, time);
    }

    public void Dispose() => _made.ForEach(gateway => gateway.Dispose());

    private IGateway Create(EnvironmentOptions wanted, GatewayOptions one)
        => one.Kind == GatewayOptions.HAProxy ? Keep(HAProxy(HAProxyPlan.Of(wanted, one))) : Keep(new NginxGateway(NginxPlan.Of(wanted, one), commands, time));

    private HAProxyGateway HAProxy(HAProxyPlan plan) => new(plan, new HAProxySocket(plan.Socket, time), time);

    private T Keep<T>(T gateway)
        where T : IGateway, IDisposable
    {
        _made.Add(gateway);
        return gateway;
    }
}
