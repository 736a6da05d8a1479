using System.Text.Json;

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
    /// <param name="commandLine">Settings of the command line, by their full keys.</param>
    /// <exception cref="InvalidDataException">A file is missing, or is no JSON. The message names it.</exception>
    public static IConfigurationRoot Read(string? configFile, IEnumerable<KeyValuePair<string, string?>> commandLine)
    {
        var builder = new ConfigurationBuilder()
            .AddInMemoryCollection([new(WebHostDefaults.ServerUrlsKey, DefaultUrls)])
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables("DOTNET_");
        AddFile(builder, Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        AddFile(builder, Path.Combine(AppContext.BaseDirectory, $"appsettings.{EnvironmentName()}.json"), optional: true);
        if (configFile is not null)
        {
            AddFile(builder, configFile, optional: false);
        }

        return builder.AddEnvironmentVariables().AddInMemoryCollection(commandLine).Build();
    }

    private static string EnvironmentName()
        => Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production";

    // Read here and now: the framework's file source hides names that begin with a dot, and words its errors for programmers.
    private static void AddFile(IConfigurationBuilder builder, string path, bool optional)
    {
        try
        {
            if (!optional || File.Exists(path))
            {
                var content = new MemoryStream(File.ReadAllBytes(path));
                builder.AddConfiguration(new ConfigurationBuilder().AddJsonStream(content).Build());
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidDataException($"The settings file {path} cannot be read ({exception.Message.TrimEnd('.')}).", exception);
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new InvalidDataException($"The settings file {path} is no JSON object as it should be ({exception.Message.TrimEnd('.')}).", exception);
        }
    }
}
