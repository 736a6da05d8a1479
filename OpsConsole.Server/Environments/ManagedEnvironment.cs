using OpsConsole.Server.Configuration;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Slots;
using OpsConsole.Server.Traffic;

namespace OpsConsole.Server.Environments;

/// <summary>One environment: what was wanted of it, and the hands that reach it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsSandbox">Whether it is the built-in one.</param>
/// <param name="Options">What was wanted.</param>
/// <param name="Gateway">What sends traffic to its slots; null in watch-only mode without one.</param>
/// <param name="Slots">What runs in its slots.</param>
/// <param name="Traffic">Where its traffic is read; null when nowhere.</param>
internal sealed record ManagedEnvironment(
    string Name,
    bool IsSandbox,
    EnvironmentOptions Options,
    IGateway? Gateway,
    ISlotDriver Slots,
    ITrafficSource? Traffic)
{
    /// <summary>How its front door and its slots are asked, as their users ask them.</summary>
    public HttpMessageInvoker Http { get; init; } = FreshConnections.Invoker;
}
