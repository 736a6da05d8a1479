namespace OpsConsole.Server.Live;

/// <summary>The version that a slot's own answers name. Kept apart from its health, since a version outlives a missed probe.</summary>
internal sealed record SlotSighting(string Environment, Slot Slot, string? Version) : ILiveState
{
    string ILiveState.Key => KeyOf(Environment, Slot);

    public static string KeyOf(string environment, Slot slot) => $"{environment}/{slot.Word()}";
}
