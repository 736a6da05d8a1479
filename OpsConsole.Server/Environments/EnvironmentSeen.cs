namespace OpsConsole.Server.Environments;

/// <summary>An environment as it was last seen, also before anybody looked.</summary>
internal static class EnvironmentSeen
{
    /// <summary>The newest picture, with the freeze of this very moment: whoever has just frozen it sees that, however long the gateway takes to answer.</summary>
    public static EnvironmentState Of(ManagedEnvironment environment, ILiveFeed feed, DateTimeOffset now)
        => (feed.Latest<EnvironmentState>(environment.Name) ?? Unseen(environment)) with { Freeze = feed.Latest<StandingNow>(environment.Name)?.FreezeAt(now) };

    /// <summary>All unknown.</summary>
    private static EnvironmentState Unseen(ManagedEnvironment environment) => new(
        environment.Name,
        EnvironmentCondition.Unknown,
        null,
        new GatewayState(environment.Gateway?.Kind ?? "none", environment.Gateway?.FrontDoor.ToString().TrimEnd('/'), null, null, null, []),
        [.. Enum.GetValues<Slot>().Select(slot => new SlotState(slot, null, SlotCondition.Unknown, null, environment.Slots.AddressOf(slot)?.ToString().TrimEnd('/'), null, null, null))],
        null,
        null,
        null,
        new UndoReadiness(null, ["Nothing was looked at yet."], null, null, null));
}
