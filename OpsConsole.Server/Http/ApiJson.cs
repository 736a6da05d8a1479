using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Http;

/// <summary>How the console writes JSON, everywhere: camelCase, words in kebab-case, instants in RFC 3339 UTC with milliseconds, nulls written.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        // Read by people too: a plus stays a plus. It is never written into a page.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        // Whoever asks these options for a type before they were first used would find none.
        options.TypeInfoResolver ??= new DefaultJsonTypeInfoResolver();
        options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new InstantConverter());
        return options;
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => reader.TokenType is JsonTokenType.String && Rfc3339.TryRead(reader.GetString()!, out var at) ? at : throw new JsonException("An instant is written as 2026-01-31T23:59:59.999Z.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
            => writer.WriteStringValue(Rfc3339.Write(value));
    }
}
