namespace OpsConsole.Server.Slots;

/// <summary>What runs in a slot, apart from what it answers.</summary>
/// <param name="Pid">Its process, where it is one of this machine.</param>
/// <param name="StartedAt">When that was started.</param>
/// <param name="Image">The image it runs, where it runs in a container.</param>
/// <param name="Running">Whether it runs; null when that cannot be known.</param>
/// <param name="Version">What the driver was told to run there, whatever it answers: while it runs, the version that it was started with; else the one
/// that a restart would start. Null where somebody else decides.</param>
internal sealed record SlotProcess(int? Pid, DateTimeOffset? StartedAt, string? Image, bool? Running, string? Version = null);

/// <summary>What a slot has used of its machine. A caller that asks twice has the mean between; the process must be the same both times.</summary>
/// <param name="CpuSeconds">Processor time since its process was started, in seconds over all cores; null when it cannot be known.</param>
/// <param name="CpuLimit">How many cores it may use; null without a limit.</param>
/// <param name="MemoryBytes">Memory that is resident now, in bytes; null when it cannot be known.</param>
internal sealed record SlotUsage(double? CpuSeconds, double? CpuLimit, long? MemoryBytes)
{
    /// <summary>Nothing can be known.</summary>
    public static SlotUsage Unknown { get; } = new(null, null, null);
}

/// <summary>Starts, stops and finds what runs in the slots of one environment.</summary>
internal interface ISlotDriver
{
    /// <summary>Where <paramref name="slot"/> answers; null until that is known.</summary>
    Uri? AddressOf(Slot slot);

    /// <summary>Looks at what runs in <paramref name="slot"/>.</summary>
    Task<SlotProcess> InspectAsync(Slot slot, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="RestartAsync"/> can be asked for.</summary>
    bool CanRestart { get; }

    /// <summary>Ends what runs in <paramref name="slot"/>, if anything does, and starts it anew. Safe to repeat.</summary>
    /// <exception cref="SlotException">It could not.</exception>
    Task RestartAsync(Slot slot, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="UpgradeAsync"/> can be asked for.</summary>
    bool CanUpgrade { get; }

    /// <summary>
    /// Ends what runs in <paramref name="slot"/> and starts <paramref name="version"/> there, at the same address. Safe to repeat: where that version
    /// runs already, nothing is done. Ended half-way, it is told again by a repeat, and a restart starts the version that was wanted last.
    /// </summary>
    /// <exception cref="SlotException">It could not; the slot may be down.</exception>
    Task UpgradeAsync(Slot slot, string version, CancellationToken cancellationToken);

    /// <summary>Measures what runs in <paramref name="slot"/>; <see cref="SlotUsage.Unknown"/> when nothing does, or when it cannot be measured from here.</summary>
    Task<SlotUsage> MeasureAsync(Slot slot, CancellationToken cancellationToken);
}

/// <summary>A slot could not be started, stopped or looked at; the message is for the operator.</summary>
internal sealed class SlotException(string message, Exception? inner = null) : Exception(message, inner);
