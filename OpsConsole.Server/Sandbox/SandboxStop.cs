using System.CommandLine;

namespace OpsConsole.Server.Sandbox;

/// <summary><c>sandbox stop</c>: ends what a detached sandbox left running.</summary>
internal static class SandboxStop
{
    /// <summary>The command <c>sandbox</c> with its one verb. <paramref name="dataDirectory"/> gives the directory that the command line and the settings name.</summary>
    public static Command Create(Func<ParseResult, string> dataDirectory)
    {
        var stop = new Command("stop", "Ends the processes of a detached sandbox. Exit code 1 when none run.");
        stop.SetAction((result, cancellationToken) => RunAsync(dataDirectory(result), Console.Error, TimeProvider.System, cancellationToken));
        return new Command("sandbox", "The built-in sandbox.") { stop };
    }

    /// <summary>The exit code.</summary>
    public static async Task<int> RunAsync(string directory, TextWriter words, TimeProvider time, CancellationToken cancellationToken)
    {
        var ended = new List<ChildRecord>();
        foreach (var file in Directory.Exists(directory) ? Directory.GetFiles(directory, SandboxRecord.Pattern) : [])
        {
            try
            {
                var left = SandboxLeft.Read(file);
                if (left.OtherConsole is { } console && left.Alive.Any(child => !child.Detached))
                {
                    await words.WriteLineAsync($"The console (pid {console.Pid}) runs the sandbox of {directory}, and it ends with it: stop the console.");
                    return 1;
                }

                // First the record, then the processes: a console that still runs sees that nobody wants its gateway back.
                File.Delete(file);
                ended.AddRange(await left.EndAllAsync(time, cancellationToken));
            }
            catch (SandboxException exception)
            {
                await words.WriteLineAsync(exception.Message);
                return 1;
            }
        }

        await words.WriteLineAsync(ended.Count == 0
            ? $"No sandbox of {directory} runs."
            : $"Ended {string.Join(", ", ended.Select(child => $"{child.Name} (pid {child.Process.Pid})"))}.");
        return ended.Count == 0 ? 1 : 0;
    }
}
