using System.Text.Json.Nodes;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Cli;

/// <summary>The frame of the command line, by the binary itself.</summary>
public sealed class ConfigCheckTests : IAsyncLifetime
{
    private readonly ConsoleProcess _console = ConsoleProcess.Prepare();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Settings_AreRight_Is0AndOnlyDataOnStandardOutput()
    {
        var answer = await _console.RunToolAsync("config", "check", "--json");
        Assert.True(answer.ExitCode == 0, answer.ToString());
        Assert.Equal("""{"ok":true,"errors":[]}""", answer.Output.Trim());
    }

    [Fact]
    public async Task Settings_AreWrong_Is2AndEachHasALine()
    {
        var answer = await _console.RunToolAsync("config", "check", "--json", "--OpsConsole:Sandbox:RequestsPerSecond=-1", "--OpsConsole:Speed", "fast");
        Assert.Equal(2, answer.ExitCode);
        var found = JsonNode.Parse(answer.Output)!;
        Assert.False(found["ok"]!.GetValue<bool>());
        Assert.Equal(["OpsConsole:Sandbox:RequestsPerSecond", "OpsConsole:Speed"], found["errors"]!.AsArray().Select(error => error!["key"]!.GetValue<string>()));
        Assert.Equal(2, answer.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("does not have 'windows analyze' yet", "windows", "analyze", "access.log")]
    [InlineData("does not have 'timeline' yet", "timeline", "a.log", "b.log")]
    [InlineData("does not have 'discover' yet", "discover")]
    [InlineData("nowhere.json", "config", "check", "--config", "nowhere.json")]
    [InlineData("--config", "config", "check", "--config", "")]
    [InlineData("teleport", "teleport")]
    [InlineData("a port from 1 to 65535", "config", "check", "--urls", "http://127.0.0.1:99999")]
    [InlineData("a port from 1 to 65535", "serve", "--urls", "http://127.0.0.1:99999")]
    [InlineData("a port from 1 to 65535", "serve", "--urls", "http://127.0.0.1:5080;http://[::1]:70000/")]
    [InlineData("a port from 1 to 65535", "alive", "--urls", "http://[::1]:70000")]
    [InlineData("a port from 1 to 65535", "alive", "--urls", "http://127.0.0.1:99999999999")]
    public async Task Usage_IsWrong_Is2AndNothingOnStandardOutput(string sentence, params string[] arguments)
    {
        var answer = await _console.RunToolAsync(arguments);
        Assert.True(answer.ExitCode == 2, answer.ToString());
        Assert.Contains(sentence, answer.Errors, StringComparison.Ordinal);
        Assert.Equal("", answer.Output);
    }

    [Fact]
    public async Task Start_SettingsAreWrong_Is2AndNothingIsMade()
    {
        var answer = await _console.RunToolAsync("serve", "--OpsConsole:Speed=1");
        Assert.True(answer.ExitCode == 2, answer.ToString());
        Assert.Equal("", answer.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_console.DataDirectory));
    }

    [Fact]
    public async Task Help_NamesEveryVerb()
    {
        var answer = await _console.RunToolAsync("--help");
        Assert.Equal(0, answer.ExitCode);
        Assert.All(
            ["serve", "switch", "rollback", "runs", "audit", "user", "token", "windows", "timeline", "clock", "discover", "config", "sandbox"],
            verb => Assert.Matches($@"(?m)^  {verb}\b", answer.Output));
    }
}
