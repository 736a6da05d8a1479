using OpsConsole.Server.Storage;

namespace OpsConsole.Support;

/// <summary>A real store in a directory of its own, gone at the end of the test.</summary>
internal sealed class TempDatabase : IAsyncDisposable
{
    private readonly TempDirectory _directory;

    public TempDatabase(bool memory = false)
    {
        _directory = new TempDirectory(memory);
        Database = Database.Open(_directory.Path);
    }

    public Database Database { get; private set; }

    public string Directory => _directory.Path;

    /// <summary>Closes and opens it again, as a restart does.</summary>
    public async Task ReopenAsync()
    {
        await Database.DisposeAsync();
        Database = Database.Open(_directory.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _directory.Dispose();
    }
}
