using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace OpsConsole.Server.Http;

/// <summary>From the bytes of a body to what they say, strictly: no member twice, none that is not known, none missing.</summary>
internal static class BodyJson
{
    private const int MaxDepth = 16;

    private static readonly JsonSerializerOptions s_options = Strict(new(ApiJson.Options)
    {
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = MaxDepth,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    });

    private static readonly JsonDocumentOptions s_document = new() { MaxDepth = MaxDepth };

    public static Result<T> Parse<T>(ReadOnlyMemory<byte> body) where T : class
    {
        if (!Utf8.IsValid(body.Span))
        {
            return Bad("The body is no text in UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(body, s_document);
            return HalfCharacters.Find(body.Span, MaxDepth) is { } half ? Bad(half)
                : document.RootElement.ValueKind != JsonValueKind.Object ? Bad($"The body is {Kind(document.RootElement)}: it has to be a JSON object.")
                : Structure(document.RootElement, s_options.GetTypeInfo(typeof(T)), "") is { } wrong ? Bad(wrong)
                : Value<T>(document.RootElement, body.Span);
        }
        catch (JsonException exception)
        {
            return Bad($"The body is no JSON{Where(exception)}: {Sentence(exception)}");
        }
    }

    // The first that can is asked.
    private static JsonSerializerOptions Strict(JsonSerializerOptions options)
    {
        options.Converters.Insert(0, new ExactWords());
        return options;
    }

    /// <summary>A piece of what was sent, short enough to repeat.</summary>
    public static string Shown(string text) => text.Length > 60 ? text[..60] + "…" : text;

    private static Result<T> Value<T>(JsonElement root, ReadOnlySpan<byte> body) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, s_options) is { } value ? value : Bad("The body is null: it has to be a JSON object.");
        }
        catch (JsonException exception) when (exception.Path is { Length: > 2 } path)
        {
            var (found, wanted) = At(root, s_options.GetTypeInfo(typeof(T)), path);
            return Bad($"'{path[2..]}'{Where(exception)} is {found}: it has to be {wanted}.");
        }
    }

    /// <summary>What is there too much, twice, or missing.</summary>
    private static string? Structure(JsonElement element, JsonTypeInfo type, string path)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable && element.ValueKind == JsonValueKind.Array && type.ElementType is { } item)
        {
            // Of a member that must not be null the framework says so itself, of an item in a list it does not.
            return element.EnumerateArray()
                .Select((child, index) => child.ValueKind == JsonValueKind.Null && !item.IsValueType
                    ? $"'{path}[{index}]' is null: it has to be {Wanted(item)}."
                    : Structure(child, s_options.GetTypeInfo(item), $"{path}[{index}]"))
                .FirstOrDefault(wrong => wrong is not null);
        }

        if (type.Kind != JsonTypeInfoKind.Object || element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var here = path.Length == 0 ? "The body" : $"'{path}'";
        var seen = new HashSet<JsonPropertyInfo>();
        foreach (var member in element.EnumerateObject())
        {
            if (Property(type, member.Name) is not { } property)
            {
                return $"{here} has a member '{Shown(member.Name)}' that nobody knows. There is: {string.Join(", ", type.Properties.Select(known => known.Name))}.";
            }

            if (!seen.Add(property))
            {
                return $"{here} has '{property.Name}' twice.";
            }

            if (Structure(member.Value, s_options.GetTypeInfo(property.PropertyType), path.Length == 0 ? property.Name : $"{path}.{property.Name}") is { } wrong)
            {
                return wrong;
            }
        }

        return type.Properties.FirstOrDefault(property => property.IsRequired && !seen.Contains(property)) is { } missing
            ? $"{here} has no '{missing.Name}': it has to be {Wanted(missing.PropertyType)}."
            : null;
    }

    private static JsonPropertyInfo? Property(JsonTypeInfo type, string name)
        => type.Properties.FirstOrDefault(property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What stands at a path such as <c>$.window.start</c> or <c>$.weights[1]</c>, and what should.</summary>
    private static (string Found, string Wanted) At(JsonElement element, JsonTypeInfo type, string path)
    {
        foreach (var part in path[1..].Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (type.Kind == JsonTypeInfoKind.Enumerable && type.ElementType is { } item && element.ValueKind == JsonValueKind.Array && int.TryParse(part, out var index) && index < element.GetArrayLength())
            {
                (element, type) = (element[index], s_options.GetTypeInfo(item));
            }
            else if (Property(type, part) is { } property
                && element.EnumerateObject().FirstOrDefault(member => Property(type, member.Name) == property) is { Value.ValueKind: not JsonValueKind.Undefined } member)
            {
                (element, type) = (member.Value, s_options.GetTypeInfo(property.PropertyType));
            }
        }

        return (Kind(element), Wanted(type.Type));
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"'{Shown(element.GetString()!)}'",
        _ => Shown(element.GetRawText()),
    };

    private static string Wanted(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } words => $"one of {string.Join(", ", Enum.GetNames(words).Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}",
        var known when known == typeof(string) => "a text",
        var known when known == typeof(bool) => "true or false",
        var known when known == typeof(int) || known == typeof(long) => "a whole number",
        var known when known == typeof(double) => "a number",
        var known when known == typeof(DateTimeOffset) => "an instant such as 2026-01-31T23:59:59.999Z",
        var known when known.IsAssignableTo(typeof(System.Collections.IEnumerable)) => "a list",
        _ => "an object",
    };

    private static string Where(JsonException exception) => exception.LineNumber is { } line
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" (line {line + 1}, position {exception.BytePositionInLine + 1})")
        : "";

    // What follows says where, in the words of programmers; that has been said already.
    private static string Sentence(JsonException exception)
        => exception.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0].Replace(" Change the reader options.", "", StringComparison.Ordinal);

    private static Refusal Bad(string detail) => new(RefusalKind.BadRequest, detail);
}
