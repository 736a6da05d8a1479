using System.Net;
using OpsConsole.EndToEnd.Tests.Campaigns;

namespace OpsConsole.EndToEnd.Tests.Runs;

/// <summary>A dry run of any operation says what it would do, and changes no byte.</summary>
[Collection(SharedWorld.Name)]
public sealed class DryRunTests(World world)
{
    [Fact]
    public async Task DryRun_OfEveryOperation_ChangesNoByteOfGatewayStoreAndSlots()
    {
        // There must be something to take back, or the plan of a rollback is refused.
        await World.CalmAsync(world.Sre);
        await world.Sre.SwitchAsync();
        await World.CalmAsync(world.Sre);
        foreach (var body in new[]
        {
            """{"operation":"switch","dryRun":true}""",
            """{"operation":"rollback","dryRun":true}""",
            """{"operation":"canary","weights":[5,100],"match":"beta","dryRun":true}""",
            """{"operation":"upgrade","version":"9.9.9","dryRun":true}""",
            """{"operation":"restart","target":"green","dryRun":true}""",
            """{"operation":"reload-config","dryRun":true}""",
        })
        {
            var before = await WorldBytes.ReadAsync(world.Console, world.Sre);
            var plan = await world.Sre.PostAsync($"{World.Environment}/runs", body, idempotencyKey: "once");
            Assert.True(plan.Status == HttpStatusCode.OK, $"{body}: {plan}");
            Assert.NotEmpty(plan.Json["plan"]!.AsArray());
            Assert.NotEmpty(plan.Json["gates"]!.AsArray());
            Json.HasAtLeast(plan.Json, "plan", "gates", "gatewayDiff", "openStreams", "expectedSeconds");

            // Not even the one entry that it might leave: nothing was asked for that anybody may want to know of later.
            var changes = WorldBytes.Changes(before, await WorldBytes.ReadAsync(world.Console, world.Sre));
            Assert.True(changes.Count == 0, $"{body} changed {string.Join('\n', changes)}");
        }
    }

    [Fact]
    public async Task Run_OfAnyKind_ChangesBytes()
    {
        // What the test above looks at does change when something is really done.
        await World.CalmAsync(world.Sre);
        var before = await WorldBytes.ReadAsync(world.Console, world.Sre);
        await world.Sre.SwitchAsync();
        await World.CalmAsync(world.Sre);
        await world.Sre.RunEndedAsync(await world.Sre.StartAsync("restart", target: "blue"));
        await World.CalmAsync(world.Sre);
        var changed = WorldBytes.Changes(before, await WorldBytes.ReadAsync(world.Console, world.Sre)).Select(change => change.Split('\n')[0]).ToList();
        Assert.Empty(new[] { "gateway's weights", "file sandbox.weights", "slot blue", "table entries", "table runs", "table established" }.Except(changed, StringComparer.Ordinal));
        Assert.DoesNotContain("slot green", changed);
    }
}
