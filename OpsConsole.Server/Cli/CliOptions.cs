using System.CommandLine;

namespace OpsConsole.Server.Cli;

/// <summary>The options that every verb has.</summary>
internal static class CliOptions
{
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "The data directory (the setting OpsConsole:DataDirectory).",
        HelpName = "DIR",
        Recursive = true,
    };

    public static Option<string?> Config { get; } = new("--config")
    {
        Description = "A JSON file with more settings; comments are allowed. It counts more than appsettings.json.",
        HelpName = "FILE",
        Recursive = true,
    };

    public static Option<string?> Urls { get; } = new("--urls")
    {
        Description = "Where the console listens, such as http://127.0.0.1:5080; several with a semicolon between them.",
        HelpName = "URLS",
    };

    /// <summary>For the verbs that print data: add it to each of them.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Print the JSON of the matching GET." };
}
