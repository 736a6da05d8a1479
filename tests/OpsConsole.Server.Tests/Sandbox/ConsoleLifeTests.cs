using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using OpsConsole.Server.Sandbox;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Sandbox;

/// <summary>The sandbox as the built console starts and leaves it.</summary>
public sealed class ConsoleLifeTests
{
    [Theory]
    [InlineData(Os.SigTerm)]
    [InlineData(Os.SigInt)]
    public async Task Console_IsStopped_ItsChildrenEndWithIt(int signal)
    {
        await using var console = await StartAsync(new ConsoleSettings { RequestsPerSecond = 20 });
        var children = console.Children;
        Assert.Equal(3, children.Count);
        Assert.Equal(0, await console.StopAsync(signal));
        Assert.DoesNotContain(children, child => child.Runs);
        Assert.False(File.Exists(Path.Combine(console.DataDirectory, "sandbox.json")));
    }

    [Fact]
    public async Task Console_IsKilled_NoChildOutlivesItAndTheNextBeginsAfresh()
    {
        await using var console = await StartAsync(new ConsoleSettings());
        var before = console.Children;
        Assert.Equal(3, before.Count);
        await console.KillAsync();
        await Eventually.BecomesTrueAsync(() => !before.Any(child => child.Runs));

        console.Launch();
        Assert.Equal("blue", await ServedByAsync(console, "blue"));
        Assert.Equal(3, console.Children.Count);
    }

    [Fact]
    public async Task Console_Detached_IsKilled_TheNextTakesItsChildrenOverAndAVerbEndsThem()
    {
        await using var console = await StartAsync(new ConsoleSettings { Detached = true });
        var before = console.Children.Select(child => child.Pid).Order().ToArray();
        await SetWeightsAsync(console, Weights.AllTo(Slot.Green));
        await console.KillAsync();
        Assert.Equal("green", await ServedByAsync(console, "green"));

        console.Launch();
        await Eventually.BecomesTrueAsync(() => console.Output.Contains("is served on", StringComparison.Ordinal));
        Assert.Equal(before, console.Children.Select(child => child.Pid).Order());
        Assert.Equal("green", await ServedByAsync(console, "green"));
        Assert.Equal(0, await console.StopAsync());
        Assert.Equal(before, console.Children.Select(child => child.Pid).Order());

        var stop = await console.RunToolAsync("sandbox", "stop");
        Assert.Equal((0, ""), (stop.ExitCode, stop.Output));
        Assert.All(before, pid => Assert.Contains($"(pid {pid})", stop.Errors, StringComparison.Ordinal));
        Assert.Empty(console.Children);
        Assert.Equal(1, (await console.RunToolAsync("sandbox", "stop")).ExitCode);
    }

    [Fact]
    public async Task Gateway_IsKilled_ComesBackByItselfAndASlotDoesNot()
    {
        await using var console = await StartAsync(new ConsoleSettings());
        await SetWeightsAsync(console, Weights.AllTo(Slot.Green));
        var (gateway, blue) = (Record(console, "gateway"), Record(console, "blue"));
        RunningProcess.Of(blue.Process.Pid)!.Kill();
        RunningProcess.Of(gateway.Process.Pid)!.Kill();
        await Eventually.BecomesTrueAsync(() => Record(console, "gateway").Process != gateway.Process);
        Assert.Equal("green", await ServedByAsync(console, "green"));
        Assert.Equal(blue.Process, Record(console, "blue").Process);
        Assert.Equal(2, console.Children.Count);
    }

    [Fact]
    public async Task Console_GatewayPortTaken_SaysSoInOneLineAndLeavesNothing()
    {
        await using var console = ConsoleProcess.Prepare(new ConsoleSettings());
        using var holder = new TcpListener(IPAddress.Loopback, console.Settings.GatewayPort);
        holder.Start();
        console.Launch();
        Assert.Equal(1, await console.WaitForExitAsync());
        var line = Assert.Single(console.Output.Split('\n'), line => line.Contains($"127.0.0.1:{console.Settings.GatewayPort}", StringComparison.Ordinal));
        Assert.Contains("OpsConsole:Sandbox:GatewayPort", line, StringComparison.Ordinal);
        Assert.Contains($"(pid {Environment.ProcessId})", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", console.Output, StringComparison.Ordinal);
        Assert.Empty(console.Children);
    }

    /// <summary>Starts a console and waits for its sandbox, not for the console's own readiness.</summary>
    private static async Task<ConsoleProcess> StartAsync(ConsoleSettings settings)
    {
        var console = ConsoleProcess.Prepare(settings);
        try
        {
            console.Launch();
            await Eventually.BecomesTrueAsync(
                () => console.Output.Contains("is served on", StringComparison.Ordinal) || !console.Runs, $"the sandbox is up; {console.Output}");
            Assert.True(console.Runs, console.Output);
            return console;
        }
        catch
        {
            await console.DisposeAsync();
            throw;
        }
    }

    private static ChildRecord Record(ConsoleProcess console, string name)
        => SandboxLeft.Read(Path.Combine(console.DataDirectory, "sandbox.json")).Children.Single(child => child.Name == name);

    private static async Task SetWeightsAsync(ConsoleProcess console, Weights weights)
    {
        var gateway = Record(console, "gateway");
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", gateway.Secret);
        using var answer = await http.PutAsJsonAsync($"http://127.0.0.1:{gateway.AdminPort}/weights", weights);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<string?> ServedByAsync(ConsoleProcess console, string wanted)
    {
        using var http = new HttpClient { BaseAddress = console.GatewayUrl };
        return await Eventually.IsAsync(
            async () =>
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri("/v1/info", UriKind.Relative));
                    return SandboxTrial.Header(answer, "X-Served-By");
                }
                catch (HttpRequestException)
                {
                    return null;
                }
            },
            served => served == wanted);
    }
}
