using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsConsole.Server.Gateways;

/// <summary>Weights as the sandbox's gateway keeps, tells and takes them. Strict: what is missing or not known is an error, never a default.</summary>
internal static class WeightsJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };
}
