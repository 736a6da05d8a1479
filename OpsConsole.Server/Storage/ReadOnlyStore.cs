using Microsoft.Data.Sqlite;

namespace OpsConsole.Server.Storage;

/// <summary>
/// A store that is only looked at: one that a console has open, or a copy on a medium that cannot be written. Nothing is brought
/// up to date in it.
/// </summary>
internal static class ReadOnlyStore
{
    /// <summary>Reads the store of <paramref name="directory"/>.</summary>
    /// <exception cref="StoreException">There is none, or it cannot be read.</exception>
    public static T Read<T>(string directory, Func<SqliteConnection, T> work) where T : class
    {
        SqliteLibrary.Load();
        var path = Path.Combine(directory, Database.FileName);
        if (!File.Exists(path))
        {
            throw new StoreException($"There is no store in {directory}: {Database.FileName} is not there, or may not be seen. Name the data directory with --data DIR.");
        }

        try
        {
            // Without a -wal file with something in it nobody is at work, and the file can be read without leaving a trace beside it.
            // Should somebody begin meanwhile, what was read does not count.
            if (!HasUnsaved(path) && Quietly(path, work) is { } found && !HasUnsaved(path))
            {
                return found;
            }

            return Read(path, immutable: false, work);
        }
        catch (SqliteException exception)
        {
            throw StoreException.From(exception, path);
        }
    }

    private static T? Quietly<T>(string path, Func<SqliteConnection, T> work) where T : class
    {
        try
        {
            return Read(path, immutable: true, work);
        }
        catch (SqliteException) when (HasUnsaved(path))
        {
            return null;
        }
    }

    private static T Read<T>(string path, bool immutable, Func<SqliteConnection, T> work)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}{(immutable ? "?immutable=1" : "")}",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        connection.Open();
        SchemaSteps.RefuseNewer(connection);
        return work(connection);
    }

    private static bool HasUnsaved(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };
}
