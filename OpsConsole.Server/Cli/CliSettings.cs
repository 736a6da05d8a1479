using System.CommandLine;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Cli;

/// <summary>What a verb, or the console itself, works with.</summary>
/// <param name="Options">What was wanted.</param>
/// <param name="Configuration">All settings, those of the framework included.</param>
/// <param name="DataDirectory">The data directory, absolute.</param>
internal sealed record CliSettings(ConsoleOptions Options, IConfiguration Configuration, string DataDirectory)
{
    /// <summary>Reads the settings that <paramref name="command"/> names, and says on standard error which data directory it is.</summary>
    /// <exception cref="UsageException">Something in them is not right.</exception>
    public static CliSettings Load(ParseResult command)
    {
        var configuration = SettingSources.Read(
            command.GetValue(CliOptions.Config), command.GetValue(CliOptions.Data), command.GetResult(CliOptions.Urls)?.GetValueOrDefault<string?>(), []);
        var options = configuration.GetSection(ConsoleOptions.Section).Get<ConsoleOptions>() ?? new ConsoleOptions();
        var directory = Storage.DataDirectory.Resolve(options.DataDirectory);
        Console.Error.WriteLine($"Data directory: {directory}");
        return new CliSettings(options, configuration, directory);
    }

    /// <summary>Opens the store; the caller closes it.</summary>
    /// <exception cref="StoreException">It cannot be written, or was written by a newer version.</exception>
    public Database OpenStore()
    {
        Storage.DataDirectory.Prepare(DataDirectory);
        return Database.Open(DataDirectory);
    }
}
