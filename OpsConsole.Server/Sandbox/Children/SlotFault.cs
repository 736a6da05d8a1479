using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsConsole.Server.Sandbox.Children;

/// <summary>How a slot is asked to misbehave.</summary>
internal enum FaultKind
{
    /// <summary>It behaves.</summary>
    None,

    /// <summary>A share of its answers are 500; <c>/health</c> is spared.</summary>
    Errors,

    /// <summary><c>/health</c> answers 503; all else is spared.</summary>
    Unhealthy,

    /// <summary>Every answer comes late.</summary>
    Slow,

    /// <summary>No answer comes, until the fault is taken back.</summary>
    Hang,

    /// <summary>The process ends at once.</summary>
    Exit,
}

/// <summary>A fault of a slot, for tests and drills.</summary>
/// <param name="Kind">What.</param>
/// <param name="Ratio">For <see cref="FaultKind.Errors"/>: the share of answers, 0 to 1.</param>
/// <param name="DelayMs">For <see cref="FaultKind.Slow"/>: how late, in milliseconds.</param>
internal sealed record SlotFault(
    FaultKind Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Ratio = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? DelayMs = null)
{
    public const int LongestDelayMs = 600_000;

    private const string Kinds = "errors, unhealthy, slow, hang, exit, none";

    public static SlotFault None { get; } = new(FaultKind.None);

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads one. The second part says what is wrong when there is none.</summary>
    public static (SlotFault? Fault, string? Wrong) Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                ? Read(root)
                : (null, $"The body must be an object such as {{\"kind\":\"errors\",\"ratio\":1.0}}; kind is one of {Kinds}.");
        }
        catch (JsonException exception)
        {
            return (null, $"The body is not JSON: {exception.Message}");
        }
    }

    private static (SlotFault? Fault, string? Wrong) Read(JsonElement root)
    {
        if (root.EnumerateObject().FirstOrDefault(member => member.Name is not ("kind" or "ratio" or "delayMs")) is { Value.ValueKind: not JsonValueKind.Undefined } stranger)
        {
            return (null, $"'{stranger.Name}' is not known; a fault has kind, ratio and delayMs.");
        }

        var word = root.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String ? kind.GetString() : null;
        return word switch
        {
            "none" => (None, null),
            "unhealthy" => (new SlotFault(FaultKind.Unhealthy), null),
            "hang" => (new SlotFault(FaultKind.Hang), null),
            "exit" => (new SlotFault(FaultKind.Exit), null),
            "errors" => ReadErrors(root),
            "slow" => ReadSlow(root),
            null => (null, $"kind is missing; it is one of {Kinds}."),
            _ => (null, $"kind '{word}' is not known; it is one of {Kinds}."),
        };
    }

    private static (SlotFault? Fault, string? Wrong) ReadErrors(JsonElement root)
    {
        if (!root.TryGetProperty("ratio", out var ratio))
        {
            return (new SlotFault(FaultKind.Errors, Ratio: 1), null);
        }

        return ratio.ValueKind == JsonValueKind.Number && ratio.GetDouble() is >= 0 and <= 1
            ? (new SlotFault(FaultKind.Errors, Ratio: ratio.GetDouble()), null)
            : (null, $"ratio is {ratio.GetRawText()}; it must be a number from 0 to 1.");
    }

    private static (SlotFault? Fault, string? Wrong) ReadSlow(JsonElement root)
    {
        if (!root.TryGetProperty("delayMs", out var delay))
        {
            return (null, "delayMs is missing; slow needs it, in milliseconds.");
        }

        return delay.ValueKind == JsonValueKind.Number && delay.TryGetInt32(out var milliseconds) && milliseconds is >= 0 and <= LongestDelayMs
            ? (new SlotFault(FaultKind.Slow, DelayMs: milliseconds), null)
            : (null, $"delayMs is {delay.GetRawText()}; it must be a whole number from 0 to {LongestDelayMs}.");
    }
}
