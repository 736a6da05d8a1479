namespace OpsConsole.Support;

/// <summary>A directory of its own for one test, gone at its end.</summary>
public sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("opsconsole-test-").FullName;

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
