using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs.Simulation;

/// <summary>
/// The real store of one simulated world. Its place is used again by a later world: what maps rows to records is compiled anew for
/// every path, and takes longer than all that a world does.
/// </summary>
internal sealed class SimStore : IAsyncDisposable
{
    private static readonly ConcurrentBag<TempDirectory> s_places = [];
    private static readonly Lazy<byte[]> s_empty = new(Empty);

    private readonly TempDirectory _place;

    static SimStore() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        while (s_places.TryTake(out var place))
        {
            place.Dispose();
        }
    };

    public SimStore()
    {
        _place = s_places.TryTake(out var place) ? place : new TempDirectory(memory: true);
        File.WriteAllBytes(_place.File(Database.FileName), s_empty.Value);
        Database = Database.Open(_place.Path, OneThread.Here.Scheduler);
    }

    public Database Database { get; }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        foreach (var file in Directory.EnumerateFiles(_place.Path))
        {
            File.Delete(file);
        }

        s_places.Add(_place);
    }

    private static byte[] Empty()
    {
        using var place = new TempDirectory(memory: true);
        SqliteLibrary.Load();
        var path = place.File(Database.FileName);
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()))
        {
            connection.Open();
            SchemaSteps.Apply(connection);
        }

        return File.ReadAllBytes(path);
    }
}
