using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OpsConsole.Server.Storage;

/// <summary>Brings a store from the schema it has to the one this version knows, one recorded step at a time.</summary>
internal static class SchemaSteps
{
    private const string Prefix = "OpsConsole.Server.Storage.Migrations.";

    private static readonly (int Number, string Resource)[] s_steps =
    [
        .. typeof(SchemaSteps).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(Prefix.Length, 3), CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    /// <summary>The newest schema this version knows.</summary>
    public static int Newest => s_steps[^1].Number;

    public static void Apply(SqliteConnection connection)
    {
        RefuseNewer(connection);
        foreach (var (number, resource) in s_steps)
        {
            // Inside the transaction, since another process may be doing the same.
            using var transaction = connection.BeginTransaction(deferred: false);
            if (Version(connection) >= number)
            {
                continue;
            }

            using var command = connection.CreateCommand();
            command.CommandText = Read(resource);
            command.ExecuteNonQuery();
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={number}");
            command.ExecuteNonQuery();
            transaction.Commit();
        }

        // A newer one may have been at work meanwhile.
        RefuseNewer(connection);
    }

    /// <summary>Throws when a newer version wrote it: what this one would read there may mean something else by now.</summary>
    /// <exception cref="StoreException">It did.</exception>
    public static void RefuseNewer(SqliteConnection connection)
    {
        var found = Version(connection);
        if (found > Newest)
        {
            throw new StoreException(
                $"{connection.DataSource} was written by a newer OpsConsole (schema {found}; this one knows up to {Newest}). Start that version, or name another data directory.");
        }
    }

    private static long Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(SchemaSteps).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
