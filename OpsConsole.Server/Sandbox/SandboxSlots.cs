using OpsConsole.Server.Slots;

namespace OpsConsole.Server.Sandbox;

/// <summary>The sandbox's slots: processes of this machine.</summary>
internal sealed class SandboxSlots(SandboxChildren children) : ISlotDriver
{
    public bool CanRestart => true;

    public bool CanUpgrade => true;

    public Uri? AddressOf(Slot slot) => children.AddressOf(slot);

    public Task<SlotProcess> InspectAsync(Slot slot, CancellationToken cancellationToken) => Task.FromResult(children.Find(slot.Word()) switch
    {
        null => new SlotProcess(null, null, null, null),
        { Lives: true, Record: var record } => new SlotProcess(record.Process.Pid, record.StartedAt, null, true, record.Version),
        { Record: var record } => new SlotProcess(null, null, null, false, record.NextVersion),
    });

    public Task RestartAsync(Slot slot, CancellationToken cancellationToken) => ChangeAsync(children.RestartSlotAsync(slot, cancellationToken));

    public Task UpgradeAsync(Slot slot, string version, CancellationToken cancellationToken)
        => ChangeAsync(children.UpgradeSlotAsync(slot, version, cancellationToken));

    public Task<SlotUsage> MeasureAsync(Slot slot, CancellationToken cancellationToken)
        => Task.FromResult(children.Find(slot.Word())?.Record.Process.Measure() ?? SlotUsage.Unknown);

    private static async Task ChangeAsync(Task change)
    {
        try
        {
            await change;
        }
        catch (SandboxException exception)
        {
            throw new SlotException(exception.Message, exception);
        }
    }
}
