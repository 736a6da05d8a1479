namespace OpsConsole.Server.Gateways.Nginx;

/// <summary>Every nginx that the console switches.</summary>
internal sealed class NginxGateways(ICommands commands, TimeProvider time) : IDisposable
{
    private readonly List<NginxGateway> _made = [];
    private readonly List<NginxPlan> _plans = [];

    public IReadOnlyList<NginxPlan> Plans => _plans;

    public NginxGateway Create(NginxPlan plan)
    {
        var gateway = new NginxGateway(plan, commands, time);
        _made.Add(gateway);
        _plans.Add(plan);
        return gateway;
    }

    public void Dispose() => _made.ForEach(gateway => gateway.Dispose());
}
