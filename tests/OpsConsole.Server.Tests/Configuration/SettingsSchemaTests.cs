using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.Server.Configuration;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Configuration;

/// <summary>The schema is what an editor knows: it says the same as the options, and the shipped settings keep to it.</summary>
public sealed class SettingsSchemaTests
{
    private static readonly string s_folder = Path.Combine(SourceTree.Root, "OpsConsole.Server");
    private static readonly JsonObject s_schema = Load("appsettings.schema.json");

    [Fact]
    public void Option_StandsInTheSchema_WithItsLimitsAndWords()
    {
        var offences = new List<string>();
        Compare(typeof(ConsoleOptions), Definition("console"), "OpsConsole", offences);
        Assert.True(offences.Count == 0, string.Join('\n', offences));
    }

    [Fact]
    public void ShippedSettings_KeepToTheSchema() => Assert.Empty(SchemaFaults.Of(Load("appsettings.json"), s_schema, s_schema));

    [Theory]
    [InlineData("""{ "OpsConsole": { "Speed": 1 } }""")]
    [InlineData("""{ "OpsConsole": { "Sandbox": { "GatewayPort": 0 } } }""")]
    [InlineData("""{ "OpsConsole": { "Environments": { "Shop": { "Slots": {} } } } }""")]
    [InlineData("""{ "OpsConsole": { "Environments": { "shop": { "Gateway": { "Kind": "magic" }, "Slots": { "Blue": { "Kind": "external", "Address": "http://127.0.0.1:1" }, "Green": { "Kind": "external", "Address": "http://127.0.0.1:2" } } } } } }""")]
    public void WrongSettings_DoNotKeepToTheSchema(string settings) => Assert.NotEmpty(SchemaFaults.Of(JsonNode.Parse(settings), s_schema, s_schema));

    private static void Compare(Type options, JsonObject schema, string path, List<string> offences)
    {
        var described = schema["properties"]!.AsObject();
        foreach (var property in options.GetProperties().Where(property => property.CanWrite))
        {
            var here = $"{path}:{property.Name}";
            if (described[property.Name] is not JsonObject found)
            {
                offences.Add($"{here} is missing");
                continue;
            }

            var member = Resolve(found);
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (property.GetCustomAttribute<BetweenAttribute>() is { } range && (member["minimum"]?.GetValue<double>() != range.Least || member["maximum"]?.GetValue<double>() != range.Most))
            {
                offences.Add($"{here} has other limits than {range.Least} to {range.Most}");
            }

            if (type.GetGenericArguments() is [{ IsEnum: true } word])
            {
                // A list of words; either case is taken.
                var known = Resolve(Content(member))["enum"]!.AsArray().Select(one => one!.GetValue<string>()).ToHashSet(StringComparer.OrdinalIgnoreCase);
                offences.AddRange(known.SetEquals(OptionsReader.WordsOf(word)) ? [] : [$"{here} has other words than {string.Join(", ", OptionsReader.WordsOf(word))}"]);
                continue;
            }

            var words = type.IsEnum && type != typeof(Slot) ? OptionsReader.WordsOf(type) : property.GetCustomAttribute<WordsAttribute>()?.Now.ToArray();
            if (words is not null && !member["enum"]!.AsArray().Where(word => word is not null).Select(word => word!.GetValue<string>()).Order().SequenceEqual(words.Order()))
            {
                offences.Add($"{here} has other words than {string.Join(", ", words)}");
            }

            if (Inner(type) is { } inner)
            {
                Compare(inner, Resolve(Content(member)), here, offences);
            }
        }

        offences.AddRange(described.Select(pair => pair.Key).Where(name => options.GetProperty(name) is null).Select(name => $"{path}:{name} is no option"));
    }

    private static Type? Inner(Type type)
        => (type.GetGenericArguments() is [.., var item] ? item : type) is { IsClass: true } inner && inner != typeof(string) ? inner : null;

    /// <summary>What is inside of a list, a section by names, or one of several shapes.</summary>
    private static JsonObject Content(JsonObject schema)
        => (schema["items"] ?? schema["additionalProperties"] as JsonObject ?? schema["oneOf"]?[0])?.AsObject() is { } inner ? Resolve(inner) : schema;

    private static JsonObject Resolve(JsonObject schema) => schema["$ref"] is { } reference ? Definition(reference.GetValue<string>().Split('/')[^1]) : schema;

    private static JsonObject Definition(string name) => s_schema["$defs"]![name]!.AsObject();

    private static JsonObject Load(string name) => JsonNode.Parse(
        File.ReadAllText(Path.Combine(s_folder, name)), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
}
