namespace OpsConsole.Shared;

/// <summary>How a slot is.</summary>
public enum SlotCondition
{
    /// <summary>Started, not yet answering.</summary>
    Starting,

    /// <summary>Answers its probes.</summary>
    Up,

    /// <summary>Answers, but not as it should.</summary>
    Degraded,

    /// <summary>Does not answer.</summary>
    Down,

    /// <summary>Stopped on purpose.</summary>
    Parked,

    /// <summary>Not known: no probe has answered yet, or the last answer is too old.</summary>
    Unknown,
}

/// <summary>The newest known picture of one slot.</summary>
/// <param name="Name">Which slot.</param>
/// <param name="Version">The version that the slot itself reports; null while unknown.</param>
/// <param name="State">How it is.</param>
/// <param name="Image">The image it runs, where it runs in a container.</param>
/// <param name="Address">Where it answers, as a URL.</param>
/// <param name="Pid">The process that answers, where it is a process of this machine.</param>
/// <param name="StartedAt">When that process or container started.</param>
/// <param name="ParkedUntil">Until when a parked slot is kept.</param>
public sealed record SlotState(
    Slot Name,
    string? Version,
    SlotCondition State,
    string? Image,
    string? Address,
    int? Pid,
    DateTimeOffset? StartedAt,
    DateTimeOffset? ParkedUntil);
