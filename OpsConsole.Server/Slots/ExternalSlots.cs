namespace OpsConsole.Server.Slots;

/// <summary>Slots that somebody else starts and stops: they can be switched, not restarted or upgraded.</summary>
internal sealed class ExternalSlots(Uri blue, Uri green) : ISlotDriver
{
    public bool CanRestart => false;

    public Uri? AddressOf(Slot slot) => slot == Slot.Blue ? blue : green;

    public Task<SlotProcess> InspectAsync(Slot slot, CancellationToken cancellationToken)
        => Task.FromResult(new SlotProcess(null, null, null, null));

    public Task RestartAsync(Slot slot, CancellationToken cancellationToken)
        => throw new SlotException("An external slot is restarted where it runs, not from here.");

    public bool CanUpgrade => false;

    public Task UpgradeAsync(Slot slot, string version, CancellationToken cancellationToken)
        => throw new SlotException("An external slot is upgraded where it runs, not from here.");

    public Task<SlotUsage> MeasureAsync(Slot slot, CancellationToken cancellationToken) => Task.FromResult(SlotUsage.Unknown);
}
