using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Api;

/// <summary>The API describes itself.</summary>
public sealed partial class DescriptionTests(World world) : IClassFixture<World>
{
    private static readonly string[] s_paths =
    [
        "/api/v1/environments", "/api/v1/environments/{env}", "/api/v1/environments/{env}/health", "/api/v1/environments/{env}/traffic",
        "/api/v1/environments/{env}/gates", "/api/v1/environments/{env}/runs", "/api/v1/clock", "/api/v1/runs", "/api/v1/runs/{id}",
        "/api/v1/runs/{id}/abort", "/api/v1/runs/{id}/confirm", "/api/v1/runs/{id}/approve", "/api/v1/audit", "/api/v1/audit/export", "/api/v1/audit/verify",
    ];

    [Fact]
    public async Task OpenApi_Read_IsWholeAndNamesEveryPath()
    {
        using var nobody = new ApiClient(world.Console.Url, world.Viewer.Token);
        var description = await nobody.ReadAsync("/openapi/v1.json");
        Assert.StartsWith("3.", description.Text("openapi"), StringComparison.Ordinal);
        var paths = description["paths"]!.AsObject().Select(path => AnyName().Replace(path.Key, "{}")).ToList();
        Assert.Empty(s_paths.Select(path => AnyName().Replace(path, "{}")).Except(paths));
        foreach (var reference in References(description))
        {
            Assert.True(Resolve(description, reference) is not null, $"{reference} leads nowhere");
        }

        var operations = description["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Where(pair => pair.Key is "get" or "post" or "put" or "delete").ToList();
        Assert.All(operations, operation => Assert.NotEmpty(operation.Value!["responses"]!.AsObject()));
        Assert.Empty(operations.Where(operation => string.IsNullOrEmpty(operation.Value!.Text("summary"))).Select(operation => operation.Value!.Text("operationId")));
        var ids = operations.Select(operation => operation.Value!.Text("operationId")).Where(id => id is not null).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(["from", "to", "actor", "action", "environment", "outcome", "q", "limit", "cursor"], Parameters(description, "/api/v1/audit", "get"));
        Assert.Contains("Idempotency-Key", Parameters(description, "/api/v1/environments/{environment}/runs", "post"));
    }

    private static IEnumerable<string?> Parameters(JsonNode description, string path, string method)
        => description["paths"]![path]![method]!["parameters"]!.AsArray().Select(parameter => parameter!.Text("name"));

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member is { Key: "$ref", Value: JsonValue value } ? [value.GetValue<string>()] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static JsonNode? Resolve(JsonNode description, string reference)
    {
        Assert.StartsWith("#/", reference, StringComparison.Ordinal);
        return reference[2..].Split('/').Aggregate((JsonNode?)description, (node, part) => node?[part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)]);
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex AnyName();
}
