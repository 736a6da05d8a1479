using System.Runtime.InteropServices;

namespace OpsConsole.Server.Storage;

/// <summary>The system's SQLite where there is one, else the bundled one: docs/decisions/0006-sqlite-pin.md.</summary>
internal static class SqliteLibrary
{
    private static readonly Lock s_lock = new();
    private static bool s_loaded;

    public static void Load()
    {
        lock (s_lock)
        {
            if (s_loaded)
            {
                return;
            }

            NativeLibrary.SetDllImportResolver(
                typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
                static (name, _, _) => name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : IntPtr.Zero);
            SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());
            s_loaded = true;
        }
    }
}
