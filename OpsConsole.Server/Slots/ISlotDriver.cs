namespace OpsConsole.Server.Slots;

/// <summary>What runs in a slot, apart from what it answers.</summary>
internal sealed record SlotProcess(int? Pid, DateTimeOffset? StartedAt, string? Image, bool? Running);

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
}

/// <summary>A slot could not be started, stopped or looked at; the message is for the operator.</summary>
internal sealed class SlotException(string message, Exception? inner = null) : Exception(message, inner);
