using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OpsConsole.Server.Hosting;

/// <summary>The API, described for programs: <c>/openapi/v1.json</c>.</summary>
internal static class Description
{
    private const string Bearer = "bearer";
    private const string Cookie = "cookie";

    /// <summary>What any call may be answered with, and when.</summary>
    private static readonly (string Status, string When)[] s_problems =
    [
        ("400", "bad-request, not-supported: the request is malformed, or this version cannot do it."),
        ("401", "not-signed-in: nobody is signed in, or the token does not hold."),
        ("403", "not-allowed: the role may not. That is entered in the audit log."),
        ("404", "not-found: there is no such thing."),
        ("405", "bad-request: not this method; the header Allow says which."),
        ("413", "too-large: the body is larger than 64 KiB."),
        ("415", "bad-request: the body is no JSON in UTF-8."),
        ("429", "too-many: too often."),
        ("503", "not-recorded: its entry could not be written, so it did not happen."),
    ];

    private static readonly (string Status, string When)[] s_runProblems =
    [
        ("409", "run-active, wrong-state, idempotency-mismatch, frozen: not now."),
        ("422", "gate-failed: a gate does not hold; the member 'gates' has them all."),
    ];

    public static IServiceCollection AddDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(AddProblemsAsync);
        options.AddSchemaTransformer(DescribeInstantAsync);
    });

    public static IEndpointRouteBuilder MapDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        return routes;
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "OpsConsole",
            Version = HealthEndpoints.Version,
            Description = "Instants are RFC 3339 UTC with milliseconds; durations are seconds unless a name ends in Ms. Numbers that are not known are null. "
                + "Lists are newest first; 'next' is the cursor of the next page, null at the end. The live feed is the SignalR hub /hubs/telemetry: Subscribe(topics).",
        };
        document.Servers?.Clear();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token of a person or a program: 'opsconsole token create'." },
            [Cookie] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "opsconsole", Description = "A browser's session. What changes something needs the same Origin besides." },
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas["Problem"] = Problem();
        foreach (var words in document.Components.Schemas.Values.OfType<OpenApiSchema>().Where(schema => schema.Enum is { Count: > 0 }))
        {
            // Where null is possible, the member says so; the words themselves are texts.
            words.Type = JsonSchemaType.String;
            words.Enum = [.. words.Enum!.Where(word => word?.GetValueKind() == System.Text.Json.JsonValueKind.String && !word.IsJsonNullSentinel())];
        }

        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Cookie, document)] = [] },
        ];
        return Task.CompletedTask;
    }

    // Its own converter hides from the framework what an instant looks like.
    private static Task DescribeInstantAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is { } inner && inner == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
        }
        else if (context.JsonTypeInfo.Type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String;
        }

        return Task.CompletedTask;
    }

    private static Task AddProblemsAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
        }

        if (context.Description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) != true)
        {
            return Task.CompletedTask;
        }

        DescribedParameters.Add(operation);
        operation.Responses ??= [];
        var isRun = context.Description is { HttpMethod: "POST", RelativePath: { } path } && path.Contains("/runs", StringComparison.Ordinal);
        foreach (var (status, when) in isRun ? s_problems.Concat(s_runProblems) : s_problems)
        {
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = when,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("Problem", context.Document) },
                },
            });
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "An expected 'no' (RFC 9457). Nothing was changed.",
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "urn:opsconsole:problem: and a word.",
                Enum = [.. Storage.Words.All<RefusalKind>().Select(word => (System.Text.Json.Nodes.JsonNode)$"urn:opsconsole:problem:{word}")],
            },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What was wrong and what would be right." },
        },
        Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "detail" },
    };
}
