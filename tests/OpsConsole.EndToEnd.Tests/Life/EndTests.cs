using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Life;

/// <summary>However the console ends, nothing of it is left; unless its sandbox was asked to stay.</summary>
public sealed class EndTests
{
    [Theory]
    [InlineData(Os.SigInt)]
    [InlineData(Os.SigTerm)]
    public async Task End_Asked_IsCleanAndNoChildIsLeft(int signal)
    {
        await using var console = await ConsoleProcess.StartAsync();
        var children = console.Children;
        Assert.True(children.Count >= 3, string.Join('\n', children));
        Assert.Equal(0, await console.StopAsync(signal));
        await Eventually.BecomesTrueAsync(() => !children.Any(child => child.Runs));
        Assert.Empty(console.Children);
    }

    [Fact]
    public async Task End_Killed_NoChildIsLeft()
    {
        await using var console = await ConsoleProcess.StartAsync();
        var children = console.Children;
        Assert.True(children.Count >= 3, string.Join('\n', children));
        await console.KillAsync();
        await Eventually.BecomesTrueAsync(() => !children.Any(child => child.Runs));
        Assert.Empty(console.Children);
    }

    [Fact]
    public async Task End_KilledWhileItStarts_NoChildIsLeft()
    {
        for (var turn = 0; turn < Size.Of(3, 15); turn++)
        {
            await using var console = ConsoleProcess.Prepare();
            console.Launch();
            await Eventually.BecomesTrueAsync(() => console.Children.Count >= 1 + (turn % 3));
            await console.KillAsync();
            await Eventually.BecomesTrueAsync(() => console.Children.Count == 0);
        }
    }

    [Fact]
    public async Task Detached_ConsoleIsKilled_SandboxLivesOnAndIsAdopted()
    {
        await using var console = await ConsoleProcess.StartAsync(new ConsoleSettings { Detached = true });
        using var api = await ApiClient.ForAsync(console, "sre");
        await World.CalmAsync(api);
        await api.SwitchAsync();
        var before = await api.ReadAsync(World.Environment);
        var children = console.Children;
        await console.KillAsync();
        using var http = new HttpClient();
        using (var answer = await http.GetAsync(new Uri(console.GatewayUrl, "/v1/info")))
        {
            Assert.Equal(before.Text("live"), answer.Headers.GetValues("X-Served-By").Single());
        }

        console.Launch();
        await console.WaitReadyAsync();
        var after = await World.CalmAsync(api);
        Assert.Equal(before.Text("live"), after.Text("live"));
        foreach (var slot in new[] { "blue", "green" })
        {
            Assert.Equal(before.Slot(slot)["pid"]!.GetValue<int>(), after.Slot(slot)["pid"]!.GetValue<int>());
        }

        Assert.All(children, child => Assert.True(child.Runs, child.ToString()));
        await console.StopAsync();
        Assert.All(children, child => Assert.True(child.Runs, child.ToString()));
        var stopped = await console.RunToolAsync("sandbox", "stop");
        Assert.True(stopped.ExitCode == 0, stopped.ToString());
        await Eventually.BecomesTrueAsync(() => !children.Any(child => child.Runs));
    }
}
