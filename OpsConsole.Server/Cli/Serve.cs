using System.CommandLine;

namespace OpsConsole.Server.Cli;

/// <summary><c>serve</c>: the console itself.</summary>
internal static class Serve
{
    public const string Name = "serve";

    public static Command Create(Func<CliSettings, Task<int>> serve)
    {
        var command = new Command(Name, "Start the console and its web server (the default).");
        command.SetAction((parsed, _) => serve(CliSettings.Load(parsed)));
        return command;
    }
}
