using System.CommandLine;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Cli;

/// <summary>What a verb, or the console itself, works with.</summary>
/// <param name="Options">What was wanted, checked.</param>
/// <param name="Configuration">All settings, those of the framework included.</param>
/// <param name="DataDirectory">The data directory, absolute.</param>
internal sealed record CliSettings(ConsoleOptions Options, IConfiguration Configuration, string DataDirectory)
{
    /// <summary>Reads the settings that <paramref name="command"/> names, and says on standard error which data directory it is.</summary>
    /// <exception cref="UsageException">Something in them is not right: all of it, a line each.</exception>
    public static CliSettings Load(ParseResult command)
    {
        var configuration = Read(command);
        var check = SettingsCheck.Of(configuration);
        if (check.Errors.Count > 0)
        {
            throw new UsageException(string.Join(Environment.NewLine, check.Errors.Select(error => error.Message)));
        }

        var directory = Storage.DataDirectory.Resolve(check.Options.DataDirectory);
        Console.Error.WriteLine($"Data directory: {directory}");
        return new CliSettings(check.Options, configuration, directory);
    }

    /// <summary>The settings as they are, unchecked.</summary>
    /// <exception cref="UsageException">A file of them cannot be read.</exception>
    public static IConfiguration Read(ParseResult command)
    {
        List<KeyValuePair<string, string?>> named = [.. (command.GetValue(CliOptions.Setting) ?? []).Select(SettingArguments.Split)];
        if (command.GetValue(CliOptions.Data) is { } data)
        {
            named.Add(new($"{ConsoleOptions.Section}:{nameof(ConsoleOptions.DataDirectory)}", data));
        }

        if (command.GetValue(CliOptions.Urls) is { } urls)
        {
            named.Add(new(WebHostDefaults.ServerUrlsKey, urls));
        }

        try
        {
            return SettingSources.Read(command.GetValue(CliOptions.Config), named);
        }
        catch (InvalidDataException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    /// <summary>Opens the store; the caller closes it.</summary>
    /// <exception cref="StoreException">It cannot be written, or was written by a newer version.</exception>
    public Database OpenStore()
    {
        Storage.DataDirectory.Prepare(DataDirectory);
        return Database.Open(DataDirectory);
    }
}
