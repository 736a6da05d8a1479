using System.CommandLine;
using OpsConsole.Server.Sandbox;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Cli;

/// <summary>The command line: one line per verb. Exit codes: 0 done, 1 it did not work out, 2 wrong usage or settings.</summary>
internal static class CliRoot
{
    public const int Done = 0;
    public const int NotDone = 1;
    public const int WrongUsage = 2;

    /// <summary>How long a verb may tidy up after Ctrl+C.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);

    /// <summary>Does what the command line asks for. The exit code.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="serve">The console itself: what happens without a verb.</param>
    public static async Task<int> RunAsync(string[] args, Func<CliSettings, Task<int>> serve)
    {
        var root = Create(serve);
        var command = root.Parse(SettingArguments.Normalise(args));
        if (command.Errors.Count > 0)
        {
            foreach (var error in command.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("See --help.");
            return WrongUsage;
        }

        try
        {
            return await command.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // The host listens to signals itself.
                ProcessTerminationTimeout = Serves(command) ? null : s_farewell,
            });
        }
        catch (UsageException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return WrongUsage;
        }
        catch (Exception exception) when (exception is StoreException or SandboxException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return NotDone;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return NotDone;
        }
    }

    private static RootCommand Create(Func<CliSettings, Task<int>> serve)
    {
        var root = new RootCommand("OpsConsole switches live services between two slots. Without a verb it starts the console.")
        {
            CliOptions.Data,
            CliOptions.Config,
            CliOptions.Urls,
            CliOptions.Setting,
            Serve.Create(serve),
            ConfigCheck.Create(),
            Alive.Create(),
            SandboxStop.Create(parsed => CliSettings.Load(parsed).DataDirectory),
            ChangeVerb.Create(Operation.Switch),
            ChangeVerb.Create(Operation.Rollback),
            RunsVerb.Create(),
            ClockCheck.Create(),
            AuditVerb.Create(),
            TokenCreate.Create(),
            UserAdd.Create(),
        };
        foreach (var verb in LaterVerbs.Create())
        {
            root.Add(verb);
        }

        root.SetAction((command, _) => serve(CliSettings.Load(command)));
        return root;
    }

    private static bool Serves(ParseResult command) => command.CommandResult.Command is RootCommand or { Name: Serve.Name };
}
