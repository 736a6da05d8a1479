using System.Text.Json.Nodes;

namespace OpsConsole.EndToEnd.Tests;

/// <summary>Short ways into an answer.</summary>
internal static class Json
{
    /// <summary>A member's text; null when it is null or missing.</summary>
    public static string? Text(this JsonNode node, string name) => node[name]?.GetValue<string>();

    public static double? Number(this JsonNode node, string name) => node[name]?.GetValue<double>();

    public static long Id(this JsonNode run) => run["id"]!.GetValue<long>();

    public static DateTimeOffset? Instant(this JsonNode node, string name) => node[name]?.GetValue<DateTimeOffset>();

    public static JsonNode Slot(this JsonNode environment, string name)
        => environment["slots"]!.AsArray().Single(slot => slot!.Text("name") == name)!;

    public static JsonNode Step(this JsonNode run, string name)
        => run["steps"]!.AsArray().Single(step => step!.Text("name") == name)!;

    public static string Idle(this JsonNode environment) => environment.Text("live") == "blue" ? "green" : "blue";

    /// <summary>An object has exactly these members, in any order.</summary>
    public static void HasMembers(JsonNode? node, params string[] names)
        => Assert.Equal(names.Order(StringComparer.Ordinal), node!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));

    /// <summary>An object has at least these members.</summary>
    public static void HasAtLeast(JsonNode? node, params string[] names)
        => Assert.Empty(names.Except(node!.AsObject().Select(member => member.Key), StringComparer.Ordinal));
}
