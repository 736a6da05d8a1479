using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Runs;

/// <summary>Everything that a run could change, as it is: each thing by its name, to be compared with how it is later.</summary>
internal static class WorldBytes
{
    /// <summary>What passes by itself while a console runs: it renews its lease, and notes when a token was last used.</summary>
    private static readonly string[] s_passing = ["leases.renewed_at", "tokens.last_used_at"];

    private static readonly HttpClient s_http = new();

    public static async Task<SortedDictionary<string, string>> ReadAsync(ConsoleProcess console, ApiClient api)
    {
        var environment = await api.ReadAsync(World.Environment);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["gateway's weights"] = environment["gateway"]!["weights"]!.ToJsonString() };
        foreach (var slot in environment["slots"]!.AsArray().Select(slot => slot!))
        {
            found[$"slot {slot.Text("name")}"] = await OfAsync(environment, slot);
        }

        foreach (var child in console.Children)
        {
            found[$"process {child.Pid}"] = child.ToString();
        }

        foreach (var file in Directory.EnumerateFiles(console.DataDirectory, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith(Database.FileName, StringComparison.Ordinal)))
        {
            // What the console holds locked is there to be held, and has nothing in it.
            var content = file.EndsWith(".hold", StringComparison.Ordinal) ? [] : await File.ReadAllBytesAsync(file);
            found[$"file {Path.GetRelativePath(console.DataDirectory, file)}"] = $"{File.GetLastWriteTimeUtc(file):O} {Convert.ToHexStringLower(SHA256.HashData(content))}";
        }

        foreach (var (name, rows) in ReadOnlyStore.Read(console.DataDirectory, Tables))
        {
            found[$"table {name}"] = rows;
        }

        return found;
    }

    /// <summary>What is not as it was, in words; none when nothing is.</summary>
    public static IReadOnlyList<string> Changes(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
        => [.. before.Keys.Union(after.Keys, StringComparer.Ordinal)
            .Where(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name))
            .Select(name => $"{name}\n was: {before.GetValueOrDefault(name)}\n is: {after.GetValueOrDefault(name)}")];

    /// <summary>By the slot's own word, and by the kernel's.</summary>
    private static async Task<string> OfAsync(JsonNode environment, JsonNode slot)
        => $"{environment.ProcessOf(slot.Text("name")!)}, {slot.Text("startedAt")}, {await s_http.GetStringAsync(new Uri(new Uri(slot.Text("address")!), "/health"))}";

    private static Dictionary<string, string> Tables(Microsoft.Data.Sqlite.SqliteConnection connection)
    {
        var tables = new Dictionary<string, string>(StringComparer.Ordinal) { ["sqlite_master"] = Rows(connection, "sqlite_master") };
        foreach (var name in tables["sqlite_master"].Split('\n').Where(row => row.StartsWith("type=table|", StringComparison.Ordinal)).Select(row => row.Split('|')[1].Split('=')[1]))
        {
            tables[name] = Rows(connection, name);
        }

        return tables;
    }

    private static string Rows(Microsoft.Data.Sqlite.SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name comes from the store itself.
        command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount)
                .Where(column => !s_passing.Contains($"{table}.{reader.GetName(column)}"))
                .Select(column => $"{reader.GetName(column)}={(reader.IsDBNull(column) ? "NULL" : reader.GetValue(column) is byte[] bytes ? Convert.ToHexString(bytes) : reader.GetValue(column))}")));
        }

        return string.Join('\n', rows);
    }
}
