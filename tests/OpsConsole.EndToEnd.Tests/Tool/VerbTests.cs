using System.Text.Json.Nodes;

namespace OpsConsole.EndToEnd.Tests.Tool;

/// <summary>The same binary as a tool: data on standard output, words on standard error, 0, 1 or 2.</summary>
public sealed class VerbTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task AuditVerify_WholeLog_IsOkAndSaysTheHead()
    {
        var answer = await world.Console.RunToolAsync("audit", "verify", "--json");
        Assert.True(answer.ExitCode == 0, answer.ToString());
        var verdict = JsonNode.Parse(answer.Output)!;
        Json.HasAtLeast(verdict, "ok", "entries", "head", "firstBroken");
        Assert.True(verdict["ok"]!.GetValue<bool>());
    }

    [Fact]
    public async Task AuditExport_Lines_AreTheEntriesInOrder()
    {
        var answer = await world.Console.RunToolAsync("audit", "export");
        Assert.True(answer.ExitCode == 0, answer.ToString());
        var numbers = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!["seq"]!.GetValue<long>()).ToList();
        Assert.NotEmpty(numbers);
        Assert.Equal(numbers.Order(), numbers);
    }

    [Fact]
    public async Task TokenCreate_Done_PrintsTheTokenAlone()
    {
        var answer = await world.Console.RunToolAsync("token", "create", "--name", "alone", "--role", "viewer");
        Assert.Equal(0, answer.ExitCode);
        Assert.Matches(@"^\S{20,}\n$", answer.Output);
    }

    [Theory]
    [InlineData("teleport")]
    [InlineData("token", "create", "--name", "x", "--role", "emperor")]
    [InlineData("token", "create", "--role", "viewer")]
    [InlineData("audit", "verify", "--speed", "fast")]
    [InlineData("switch", "--environment", "sandbox")]
    public async Task Verb_BadUsage_Is2AndSaysWhatWouldBeRight(params string[] arguments)
    {
        var answer = await world.Console.RunToolAsync(arguments);
        Assert.True(answer.ExitCode == 2, answer.ToString());
        Assert.NotEmpty(answer.Errors);
        Assert.DoesNotContain("   at ", answer.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("audit", "verify", "--help")]
    [InlineData("token", "create", "--help")]
    [InlineData("user", "add", "--help")]
    [InlineData("config", "check", "--help")]
    [InlineData("sandbox", "stop", "--help")]
    [InlineData("switch", "--help")]
    public async Task Verb_Help_Is0(params string[] arguments)
    {
        var answer = await world.Console.RunToolAsync(arguments);
        Assert.True(answer.ExitCode == 0, answer.ToString());
        Assert.NotEmpty(answer.Output + answer.Errors);
    }

    [Fact]
    public async Task Switch_FromTheTool_WaitsForTheEndAndIsEntered()
    {
        await World.CalmAsync(world.Viewer);
        var answer = await world.Console.RunToolAsync("switch", "--environment", "sandbox", "--reason", "from the tool", "--bake", "0");
        Assert.True(answer.ExitCode == 0, answer.ToString());
        var entry = (await World.EntriesAsync(world.Lead, "action=run&outcome=asked"))[0];
        Assert.Equal("from the tool", entry.Text("reason"));
        Assert.StartsWith("local:", entry.Text("actor"), StringComparison.Ordinal);
        Assert.Equal("cli", entry.Text("origin"));
        var back = await world.Console.RunToolAsync("rollback", "--environment", "sandbox", "--reason", "and back again");
        Assert.True(back.ExitCode == 0, back.ToString());
    }
}
