namespace OpsConsole.Support;

/// <summary>A directory of its own for one test, gone at its end.</summary>
public sealed class TempDirectory : IDisposable
{
    private const string InMemory = "/dev/shm";

    /// <summary>A container may have very little of it.</summary>
    private const long WorthUsing = 512L << 20;

    /// <summary>On the disk; or in memory where there is such a place, for what is written too often to wait for a disk.</summary>
    public TempDirectory(bool memory = false) => Path = memory && Directory.Exists(InMemory) && new DriveInfo(InMemory).AvailableFreeSpace >= WorthUsing
        ? Directory.CreateDirectory(System.IO.Path.Combine(InMemory, $"opsconsole-test-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("opsconsole-test-").FullName;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // Somebody still writes in it; it lies in the system's temporary folder and goes with that.
        }
    }
}
