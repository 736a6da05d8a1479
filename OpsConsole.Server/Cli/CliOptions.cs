using System.CommandLine;

namespace OpsConsole.Server.Cli;

/// <summary>The options that verbs share.</summary>
internal static class CliOptions
{
    public static Option<string?> Data { get; } = NotEmpty(new("--data")
    {
        Description = "The data directory (OpsConsole:DataDirectory).",
        HelpName = "DIR",
        Recursive = true,
    });

    public static Option<string?> Config { get; } = NotEmpty(new("--config")
    {
        Description = "A JSON file with settings, comments allowed. It counts more than appsettings.json.",
        HelpName = "FILE",
        Recursive = true,
    });

    /// <summary>Any setting: what <see cref="SettingArguments"/> makes of <c>--OpsConsole:Section:Key=value</c>.</summary>
    public static Option<string[]> Setting { get; } = new("--setting")
    {
        Description = "A setting by its full key, such as OpsConsole:Sandbox:GatewayPort=5091; also --OpsConsole:Sandbox:GatewayPort=5091.",
        HelpName = "KEY=VALUE",
        Recursive = true,
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<string?> Urls { get; } = new("--urls")
    {
        Description = "Where the console listens, http://127.0.0.1:5080 unless said otherwise; several with a semicolon between them.",
        HelpName = "URLS",
        Recursive = true,
    };

    /// <summary>For the verbs that print data: add it to each of them.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON, that of the matching GET." };

    // What a script writes whose variable has no value: to go on with another directory would not be what it meant.
    private static Option<string?> NotEmpty(Option<string?> option)
    {
        option.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
            {
                result.AddError($"{option.Name} is empty: write {option.Name} {option.HelpName}.");
            }
        });
        return option;
    }
}
