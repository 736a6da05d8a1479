using System.CommandLine;

namespace OpsConsole.Server.Cli;

/// <summary>Verbs that are named already and come later: they say so.</summary>
internal static class LaterVerbs
{
    public static IEnumerable<Command> Create()
    {
        var windows = new Command("windows", "Times in which a change hurts least.")
        {
            Later("analyze", "windows analyze", "What an access log says about traffic by the minute. Not in this version yet."),
        };
        return
        [
            windows,
            Later("timeline", "timeline", "What several logs say, in the order in which it happened. Not in this version yet."),
            Later("discover", "discover", "What runs on this machine that could be an environment. Not in this version yet."),
        ];
    }

    private static Command Later(string name, string fullName, string description)
    {
        var verb = new Command(name, description)
        {
            CliOptions.Json,
            new Argument<string[]>("FILE") { Arity = ArgumentArity.ZeroOrMore, Description = "The logs." },
        };
        verb.SetAction(int (_) => throw new UsageException($"This version does not have '{fullName}' yet."));
        return verb;
    }
}
