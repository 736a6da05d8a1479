using System.CommandLine;
using System.Text.Json;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Http;

namespace OpsConsole.Server.Cli;

/// <summary><c>config check</c>: what a start would say of the settings, and nothing else.</summary>
internal static class ConfigCheck
{
    public static Command Create()
    {
        var check = new Command("check", "Check the settings as a start does: exit code 0 when all are right, 2 when not.") { CliOptions.Json };
        check.SetAction(Run);
        return new Command("config", "The settings.") { check };
    }

    private static int Run(ParseResult command)
    {
        var check = SettingsCheck.Of(CliSettings.Read(command));
        foreach (var error in check.Errors)
        {
            Console.Error.WriteLine(error.Message);
        }

        if (command.GetValue(CliOptions.Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new Answer(check.Errors.Count == 0, check.Errors), ApiJson.Options));
        }
        else if (check.Errors.Count == 0)
        {
            Console.Error.WriteLine($"Data directory: {Storage.DataDirectory.Resolve(check.Options.DataDirectory)}");
            var names = check.Options.Environments.Keys;
            Console.Error.WriteLine($"The settings are right. Environments: {(names.Count == 0 ? SandboxOptions.Name : string.Join(", ", names))}.");
        }

        return check.Errors.Count == 0 ? CliRoot.Done : CliRoot.WrongUsage;
    }

    /// <summary>What <c>--json</c> prints.</summary>
    private sealed record Answer(bool Ok, IReadOnlyList<SettingError> Errors);
}
