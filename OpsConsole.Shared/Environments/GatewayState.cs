namespace OpsConsole.Shared;

/// <summary>The share of traffic of each slot, 0 to 100.</summary>
/// <param name="Blue">The share of blue.</param>
/// <param name="Green">The share of green.</param>
public sealed record Weights(int Blue, int Green)
{
    /// <summary>All traffic to <paramref name="slot"/>.</summary>
    public static Weights AllTo(Slot slot) => slot == Slot.Blue ? new(100, 0) : new(0, 100);

    /// <summary>The share of <paramref name="slot"/>.</summary>
    public int Of(Slot slot) => slot == Slot.Blue ? Blue : Green;

    /// <summary>The slot that takes all traffic; null while it is split or goes nowhere.</summary>
    public Slot? Live() => this switch
    {
        { Blue: > 0, Green: 0 } => Slot.Blue,
        { Blue: 0, Green: > 0 } => Slot.Green,
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => $"blue {Blue} %, green {Green} %";
}

/// <summary>One instance of a gateway, as it was last read back.</summary>
/// <param name="Name">Its name or address.</param>
/// <param name="Weights">What it says it does; null when it could not be read.</param>
/// <param name="ObservedAt">When it was read.</param>
/// <param name="Agrees">Whether that is what the console last established; null when unknown.</param>
public sealed record GatewayInstanceState(string Name, Weights? Weights, DateTimeOffset? ObservedAt, bool? Agrees);

/// <summary>What sends traffic to the slots, as it was last read back: never as it is remembered.</summary>
/// <param name="Kind"><c>sandbox</c>, <c>nginx</c>, <c>haproxy</c>.</param>
/// <param name="Address">The front door, as a URL.</param>
/// <param name="Weights">What the gateway says it does; null when it could not be read, or when its instances differ.</param>
/// <param name="ObservedAt">When it was read.</param>
/// <param name="Agrees">Whether that is what the console last established; null when unknown.</param>
/// <param name="Instances">Each instance of it.</param>
public sealed record GatewayState(
    string Kind,
    string? Address,
    Weights? Weights,
    DateTimeOffset? ObservedAt,
    bool? Agrees,
    IReadOnlyList<GatewayInstanceState> Instances);
