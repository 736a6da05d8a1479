using OpsConsole.Server.Slots;

namespace OpsConsole.Server.Sandbox;

/// <summary>The sandbox's slots: processes of this machine.</summary>
internal sealed class SandboxSlots(SandboxChildren children) : ISlotDriver
{
    public bool CanRestart => true;

    public Uri? AddressOf(Slot slot) => children.AddressOf(slot);

    public Task<SlotProcess> InspectAsync(Slot slot, CancellationToken cancellationToken)
    {
        var child = children.Find(slot.Word());
        var lives = child?.Lives;
        return Task.FromResult(lives == true
            ? new SlotProcess(child!.Record.Process.Pid, child.Record.StartedAt, null, true)
            : new SlotProcess(null, null, null, lives));
    }

    public async Task RestartAsync(Slot slot, CancellationToken cancellationToken)
    {
        try
        {
            await children.RestartSlotAsync(slot, cancellationToken);
        }
        catch (SandboxException exception)
        {
            throw new SlotException(exception.Message, exception);
        }
    }
}
