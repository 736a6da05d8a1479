using System.Security.Cryptography;

namespace OpsConsole.Server.Sandbox;

/// <summary>Starts the children that a plan asks for, and says in words why one cannot be.</summary>
internal sealed class ChildLaunch(SandboxPlan plan, ChildBook book)
{
    /// <summary>Where a slot answers; null before it was ever started.</summary>
    public Uri? AddressOf(Slot slot) => plan.External is { } external
        ? slot == Slot.Blue ? external.Blue : external.Green
        : book.Find(slot.Word()) is { } child ? new Uri($"http://127.0.0.1:{child.Record.Port}/") : null;

    /// <summary>Whether a gateway that was found does what the settings ask for now.</summary>
    public bool Suits(ChildRecord gateway) => gateway.Arguments.SequenceEqual(GatewayCommand().Arguments, StringComparer.Ordinal);

    /// <summary>Starts a slot; with port 0, anywhere.</summary>
    /// <exception cref="SandboxException">It does not come up.</exception>
    public async Task StartSlotAsync(Slot slot, string version, int port, CancellationToken cancellationToken)
    {
        try
        {
            await book.StartAsync(ChildCommand.ForSlot(slot, version, port, plan.LogOf(slot.Word()), plan.Detached), cancellationToken);
        }
        catch (PortBusyException exception)
        {
            throw new SandboxException($"The {slot.Word()} slot cannot come back: its port {port} is in use by {PortHolder.Find(port) ?? "another process"}.", exception);
        }
    }

    /// <summary>Starts the gateway, with the weights that it kept.</summary>
    /// <exception cref="SandboxException">It does not come up.</exception>
    public async Task StartGatewayAsync(CancellationToken cancellationToken)
    {
        try
        {
            await book.StartAsync(GatewayCommand(), cancellationToken);
        }
        catch (PortBusyException exception)
        {
            throw new SandboxException(
                $"The gateway of '{plan.Environment}' cannot listen on {plan.Address}: the port is in use by {PortHolder.Find(plan.FrontDoor.Port) ?? "another process"}. Stop that, or change {plan.Setting}.",
                exception);
        }
    }

    private ChildCommand GatewayCommand() => ChildCommand.ForGateway(
        plan.Listen().ToString(),
        AddressOf(Slot.Blue)!,
        AddressOf(Slot.Green)!,
        plan.SlotHeader,
        plan.WeightsFile,
        plan.TrustedNetworks,
        plan.LogOf(SandboxPlan.GatewayName),
        plan.Detached,
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
}
