namespace OpsConsole.Server.Storage;

/// <summary>Where the console keeps what it must not lose.</summary>
internal static class DataDirectory
{
    /// <summary>The configured one; else <c>data</c> in the solution's folder while run from there, else beside the binary.</summary>
    public static string Resolve(string? configured)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return Path.GetFullPath(configured);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OpsConsole.sln")))
            {
                return Path.Combine(folder.FullName, "data");
            }
        }

        return Path.Combine(AppContext.BaseDirectory, "data");
    }

    /// <summary>Makes the directory, for its owner alone, and tries to write in it.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public static void Prepare(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var trial = Path.Combine(directory, $".trial-{Environment.ProcessId}");
            File.WriteAllText(trial, "");
            File.Delete(trial);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"The data directory {directory} cannot be written ({exception.Message.TrimEnd('.')}). Name another one with --data DIR, or make it writable.",
                exception);
        }
    }
}
