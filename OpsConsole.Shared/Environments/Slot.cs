namespace OpsConsole.Shared;

/// <summary>One of the two full stacks of an environment.</summary>
public enum Slot
{
    /// <summary>The slot called blue.</summary>
    Blue,

    /// <summary>The slot called green.</summary>
    Green,
}

/// <summary>What can be said of a slot without looking at anything else.</summary>
public static class SlotExtensions
{
    /// <summary>The other slot.</summary>
    public static Slot Other(this Slot slot) => slot == Slot.Blue ? Slot.Green : Slot.Blue;

    /// <summary>The slot's name as it stands in the API, in headers and in logs: <c>blue</c> or <c>green</c>.</summary>
    public static string Word(this Slot slot) => slot == Slot.Blue ? "blue" : "green";

    /// <summary>Reads <c>blue</c> or <c>green</c>, in any case; null for anything else.</summary>
    public static Slot? Parse(string? word) => word?.ToUpperInvariant() switch
    {
        "BLUE" => Slot.Blue,
        "GREEN" => Slot.Green,
        _ => null,
    };
}
