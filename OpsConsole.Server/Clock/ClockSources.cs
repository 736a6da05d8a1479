using OpsConsole.Server.Environments;

namespace OpsConsole.Server.Clock;

/// <summary>The sources of an environment's nodes; without any configured, this machine's kernel.</summary>
internal static class ClockSources
{
    public static List<IClockSource> Of(ManagedEnvironment environment)
    {
        var nodes = environment.Options.Clock.Nodes;
        return nodes.Count == 0
            ? [new KernelClockSource(Environment.MachineName)]
            : [.. nodes.Select(node => new KernelClockSource(node.Name ?? Environment.MachineName))];
    }
}
