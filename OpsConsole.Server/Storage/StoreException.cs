using Microsoft.Data.Sqlite;

namespace OpsConsole.Server.Storage;

/// <summary>The store could not do what was asked; nothing was written. The message is for the operator.</summary>
internal sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner)
{
    private const int ConstraintBroken = 19;

    /// <summary>Whether the same write would fail for ever: what is stored forbids it. A full disk or a lock passes.</summary>
    public bool Lasts => (InnerException as SqliteException)?.SqliteErrorCode == ConstraintBroken;

    /// <summary>Says in words what SQLite says in numbers.</summary>
    public static StoreException From(SqliteException exception, string path) => new(
        exception.SqliteErrorCode switch
        {
            5 or 6 => $"{path} is locked by another process.",
            8 => $"{path} cannot be written: it is read-only.",
            10 => $"{path} cannot be read or written: the disk answers with an error.",
            11 or 26 => $"{path} is damaged or is no database.",
            13 => $"{path} cannot be written: the disk is full.",
            14 => $"{path} cannot be opened: check that the directory exists and may be written.",
            _ => $"{path}: {exception.Message}",
        },
        exception);
}
