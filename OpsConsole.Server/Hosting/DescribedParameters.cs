using Microsoft.OpenApi;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Hosting;

/// <summary>The parameters that calls read by themselves, to tell of all faults at once: the framework does not see them.</summary>
internal static class DescribedParameters
{
    private static readonly (string Name, string Says)[] s_page =
    [
        ("limit", "How many at most, 1 to 500; 50 without it."),
        ("cursor", "What an earlier answer gave as 'next'."),
    ];

    private static readonly Dictionary<string, (string Name, string Says)[]> s_query = new(StringComparer.Ordinal)
    {
        ["audit"] =
        [
            ("from", "Not before this instant."),
            ("to", "Before this instant."),
            ("actor", "By this actor, exactly."),
            ("action", $"One of {string.Join(", ", AuditActions.All)}."),
            ("environment", "In this environment, also one that is no longer configured."),
            ("outcome", $"One of {string.Join(", ", Words.All<AuditOutcome>())}."),
            ("q", "With this text in actor, target, reason, ticket or detail."),
            .. s_page,
        ],
        ["runs"] =
        [
            ("environment", "In this environment, also one that is no longer configured."),
            ("state", $"One of {string.Join(", ", Words.All<RunPhase>())}."),
            .. s_page,
        ],
        ["run-rate"] = [("environment", "In this environment, also one that is no longer configured; in all without it.")],
        ["gates"] =
        [
            ("operation", $"One of {string.Join(", ", OperationExtensions.Supported.Select(Words.Of))}; switch without it."),
            ("target", "blue or green; the idle slot without it."),
        ],
    };

    /// <summary>Adds what the call of this name reads.</summary>
    public static void Add(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        foreach (var (name, says) in s_query.GetValueOrDefault(operation.OperationId ?? "", []))
        {
            Add(operation, ParameterLocation.Query, name, says);
        }

        if (operation.OperationId == "start-run")
        {
            Add(operation, ParameterLocation.Header, "Idempotency-Key", "At most 200 characters, kept for 24 hours: the same request with the same key gives the first one's run, another one 409.");
        }
    }

    private static void Add(OpenApiOperation operation, ParameterLocation place, string name, string says) => operation.Parameters!.Add(new OpenApiParameter
    {
        Name = name,
        In = place,
        Description = says,
        Schema = new OpenApiSchema { Type = name == "limit" ? JsonSchemaType.Integer : JsonSchemaType.String },
    });
}
