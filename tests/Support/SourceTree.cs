namespace OpsConsole.Support;

/// <summary>Where the sources of this build lie. Not by CallerFilePath: builds in CI write <c>/_/</c> there.</summary>
public static class SourceTree
{
    /// <summary>The folder of <c>OpsConsole.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary><c>Debug</c> or <c>Release</c>, as the tests themselves were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OpsConsole.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No OpsConsole.sln above {AppContext.BaseDirectory}.");
    }
}
