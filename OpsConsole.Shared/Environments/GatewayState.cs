using System.Text.Json.Serialization;

namespace OpsConsole.Shared;

/// <summary>Requests that go to one slot whatever the shares are: those that carry the header <see cref="Header"/> with this value.</summary>
/// <param name="Value">1 to 64 of A to Z, a to z, 0 to 9, <c>.</c>, <c>_</c> and <c>-</c>; compared to the letter.</param>
/// <param name="Slot">Where they go.</param>
public sealed record GrayTag(string Value, Slot Slot)
{
    /// <summary>The header. From outside the trusted networks it is neither obeyed nor handed on.</summary>
    public const string Header = "X-Gray-Tag";

    /// <summary>The most letters that a value may have.</summary>
    public const int LongestValue = 64;

    /// <summary>Whether <paramref name="value"/> can be one.</summary>
    public static bool IsValue(string? value)
        => value is { Length: > 0 and <= LongestValue } && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

    /// <inheritdoc/>
    public override string ToString() => $"{Value} -> {Slot.Word()}";
}

/// <summary>The share of traffic of each slot, 0 to 100.</summary>
/// <param name="Blue">The share of blue.</param>
/// <param name="Green">The share of green.</param>
/// <param name="Tag">The requests that go to one slot whatever the shares are; null, and left out of JSON, where there are none.</param>
public sealed record Weights(int Blue, int Green, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] GrayTag? Tag = null)
{
    /// <summary>All traffic to <paramref name="slot"/>.</summary>
    public static Weights AllTo(Slot slot) => slot == Slot.Blue ? new(100, 0) : new(0, 100);

    /// <summary>The share of <paramref name="slot"/>.</summary>
    public int Of(Slot slot) => slot == Slot.Blue ? Blue : Green;

    /// <summary>The slot that takes all traffic but what is tagged; null while it is split or goes nowhere.</summary>
    public Slot? Live() => this switch
    {
        { Blue: > 0, Green: 0 } => Slot.Blue,
        { Blue: 0, Green: > 0 } => Slot.Green,
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => $"blue {Blue} %, green {Green} %{(Tag is null ? "" : $", tag {Tag}")}";
}

/// <summary>One instance of a gateway, as it was last read back.</summary>
/// <param name="Name">Its name or address.</param>
/// <param name="Weights">What it says it does; null when it could not be read.</param>
/// <param name="ObservedAt">When it was read.</param>
/// <param name="Agrees">Whether that is what the console last established; null when unknown.</param>
/// <param name="Error">What is not as it should be there, in words: why it could not be read, or that somebody changed it by hand; null, and left out of JSON, when nothing is.</param>
public sealed record GatewayInstanceState(
    string Name, Weights? Weights, DateTimeOffset? ObservedAt, bool? Agrees, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null);

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
