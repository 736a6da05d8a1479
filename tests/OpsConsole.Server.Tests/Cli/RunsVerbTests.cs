using OpsConsole.Server.Tests.Hosting;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Cli;

/// <summary><c>runs</c> of the tool, by the binary itself.</summary>
public sealed class RunsVerbTests(RunningConsole running) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task Runs_AskWhoAsks_AndForWhatThereIs()
    {
        Assert.Equal(0, (await running.Console.RunToolAsync("runs")).ExitCode);
        Assert.Equal(0, (await running.Console.RunToolAsync("runs", "--environment", "sandbox")).ExitCode);
        var nowhere = await running.Console.RunToolAsync("runs", "--environment", "nope");
        Assert.True(nowhere.ExitCode == 2, nowhere.ToString());
        Assert.Contains("There is no environment 'nope'. There is: sandbox.", nowhere.Errors, StringComparison.Ordinal);
        var kiosk = (await running.Console.RunToolAsync("token", "create", "--name", "wall", "--role", "kiosk")).Output.Trim();
        foreach (var token in (string[])["junk", kiosk])
        {
            await using var tool = ConsoleProcess.Prepare(new ConsoleSettings
            {
                DataDirectory = running.Console.DataDirectory,
                Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["OPSCONSOLE_TOKEN"] = token },
            });
            var refused = await tool.RunToolAsync("runs");
            Assert.True(refused is { ExitCode: 1, Output: "" }, refused.ToString());
        }
    }
}
