using System.Net;
using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Runs;

/// <summary>A slot fails for real: its process is killed. In a bake: <see cref="Campaigns.DetectionTests"/>.</summary>
public sealed class FailureTests(World world, ITestOutputHelper output) : IClassFixture<World>
{
    [Fact]
    public async Task LiveSlot_IsKilled_HealthSaysDownAndRestartBringsItBack()
    {
        var before = await World.CalmAsync(world.Sre);
        var live = before.Text("live")!;
        before.ProcessOf(live).Kill();
        var killed = TimeProvider.System.GetTimestamp();
        await Eventually.IsAsync(
            () => world.Sre.ReadAsync($"{World.Environment}/health"),
            health => health["components"]!.AsArray().Any(component => component!.Text("slot") == live && component!.Text("state") == "down"),
            "health shows the live slot down");
        output.WriteLine($"down after {TimeProvider.System.GetElapsedTime(killed).TotalSeconds:0.00} s");
        await Eventually.IsAsync(() => world.Sre.ReadAsync(World.Environment), state => state.Text("state") == "down" && state.Slot(live).Text("state") == "down", "the environment is down");
        var restarted = await world.Sre.RunEndedAsync(await world.Sre.StartAsync("restart", target: live));
        Assert.True(restarted.Text("state") == "succeeded", restarted.ToJsonString());
        var after = await World.CalmAsync(world.Sre);
        Assert.NotEqual(before.Slot(live)["pid"]!.GetValue<int>(), after.Slot(live)["pid"]!.GetValue<int>());
        Assert.Equal(before.Slot(live).Text("version"), after.Slot(live).Text("version"));
    }

    [Fact]
    public async Task Switch_TargetDown_IsRefusedWithItsGatesAndNothingChanges()
    {
        var before = await World.CalmAsync(world.Sre);
        before.ProcessOf(before.Idle()).Kill();
        await Eventually.IsAsync(() => world.Sre.ReadAsync(World.Environment), state => state.Slot(before.Idle()).Text("state") == "down", "the idle slot is down");
        var answer = await world.Sre.AskAsync("switch", bakeSeconds: 0);
        Assert.True(answer is { Status: HttpStatusCode.UnprocessableEntity, Problem: "gate-failed" }, answer.ToString());
        Assert.Equal("fail", answer.Json["gates"]!.AsArray().Single(gate => gate!.Text("name") == "target-healthy")!.Text("state"));
        Assert.Equal(before.Text("live"), (await world.Sre.ReadAsync(World.Environment)).Text("live"));
        await world.Sre.RunEndedAsync(await world.Sre.StartAsync("restart", target: before.Idle()));
        await World.CalmAsync(world.Sre);
    }
}
