using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsConsole.Server.Tests.Configuration;

/// <summary>As much of JSON Schema as our own schema uses.</summary>
internal static class SchemaFaults
{
    public static IEnumerable<string> Of(JsonNode? value, JsonObject schema, JsonObject root, string path = "$")
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            return Of(value, root["$defs"]![reference.Split('/')[^1]]!.AsObject(), root, path);
        }

        return
        [
            .. schema["type"] is { } type && !Names(type).Any(name => IsOf(value, name)) ? [$"{path} is no {type.ToJsonString()}"] : Enumerable.Empty<string>(),
            .. schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)) ? [$"{path} is none of {words.ToJsonString()}"] : Enumerable.Empty<string>(),
            .. schema["oneOf"] is JsonArray shapes && shapes.Count(shape => !Of(value, shape!.AsObject(), root, path).Any()) != 1 ? [$"{path} has not one shape"] : Enumerable.Empty<string>(),
            .. schema["pattern"] is { } pattern && value is JsonValue text && !Regex.IsMatch(text.GetValue<string>(), pattern.GetValue<string>()) ? [$"{path} does not match {pattern}"] : Enumerable.Empty<string>(),
            .. IsOf(value, "number") ? Range(value!.GetValue<double>(), schema, path) : [],
            .. value is JsonObject members ? OfObject(members, schema, root, path) : [],
            .. value is JsonArray items && schema["items"] is JsonObject item ? items.SelectMany((child, i) => Of(child, item, root, $"{path}[{i}]")) : [],
        ];
    }

    private static IEnumerable<string> OfObject(JsonObject members, JsonObject schema, JsonObject root, string path)
    {
        foreach (var missing in schema["required"]?.AsArray().Select(name => name!.GetValue<string>()).Where(name => !members.ContainsKey(name)) ?? [])
        {
            yield return $"{path} has no {missing}";
        }

        foreach (var (name, value) in members)
        {
            if (schema["propertyNames"]?["pattern"] is { } pattern && !Regex.IsMatch(name, pattern.GetValue<string>()))
            {
                yield return $"{path} has a member {name}";
            }

            if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is JsonObject member)
            {
                foreach (var fault in Of(value, member, root, $"{path}.{name}"))
                {
                    yield return fault;
                }
            }
            else if (schema["properties"]?[name] is null && schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False)
            {
                yield return $"{path} has a member {name}";
            }
        }
    }

    private static IEnumerable<string> Range(double value, JsonObject schema, string path)
    {
        if (value < schema["minimum"]?.GetValue<double>() || value > schema["maximum"]?.GetValue<double>())
        {
            yield return $"{path} is out of its range";
        }
    }

    private static IEnumerable<string> Names(JsonNode type) => type is JsonArray several ? several.Select(name => name!.GetValue<string>()) : [type.GetValue<string>()];

    private static bool IsOf(JsonNode? value, string type) => (value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && value!.GetValue<double>() % 1 == 0),
        _ => type == "boolean",
    };
}
