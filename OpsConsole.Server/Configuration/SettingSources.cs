namespace OpsConsole.Server.Configuration;

/// <summary>
/// Where settings come from, the last counts most: our defaults, <c>ASPNETCORE_…</c>, <c>appsettings.json</c> beside the binary,
/// the file of <c>--config</c>, the environment (<c>OpsConsole__Section__Key</c>), the command line.
/// </summary>
internal static class SettingSources
{
    /// <summary>Where the console listens when nothing says otherwise.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>All of them as one.</summary>
    /// <param name="configFile">The file of <c>--config</c>, if any.</param>
    /// <param name="dataDirectory">What <c>--data</c> says, if anything.</param>
    /// <param name="urls">What <c>--urls</c> says, if anything.</param>
    /// <param name="more">Settings on the command line, <c>--Section:Key=value</c>.</param>
    public static IConfigurationRoot Read(string? configFile, string? dataDirectory, string? urls, IReadOnlyList<string> more)
    {
        var builder = new ConfigurationBuilder()
            .AddInMemoryCollection([new(WebHostDefaults.ServerUrlsKey, DefaultUrls)])
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true, reloadOnChange: false);
        if (configFile is not null)
        {
            builder.AddJsonFile(Path.GetFullPath(configFile), optional: false, reloadOnChange: false);
        }

        return builder
            .AddEnvironmentVariables()
            .AddCommandLine([.. more])
            .AddInMemoryCollection(Named(dataDirectory, urls))
            .Build();
    }

    private static Dictionary<string, string?> Named(string? dataDirectory, string? urls)
    {
        var named = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (dataDirectory is not null)
        {
            named[$"{ConsoleOptions.Section}:{nameof(ConsoleOptions.DataDirectory)}"] = dataDirectory;
        }

        if (urls is not null)
        {
            named[WebHostDefaults.ServerUrlsKey] = urls;
        }

        return named;
    }
}
