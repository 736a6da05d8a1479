using System.Text.Json.Nodes;
using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support;
using OpsConsole.Support.Load;

namespace OpsConsole.EndToEnd.Tests.Campaigns;

/// <summary>How long users suffer from a new slot that fails in its bake: until a rule trips, and from there until traffic is back.</summary>
[Collection(SharedWorld.Name)]
public sealed class DetectionTests(World world, ITestOutputHelper output)
{
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(1);

    /// <summary>The ways a slot fails here: each with what the rule's limits let expect, from the first bad answer to the trip.</summary>
    [Theory]
    [InlineData("errors", "0.5 to 1.25 s: half of the second that runs and the one before it, seen every 0.25 s")]
    [InlineData("killed", "0.5 to 0.75 s: three refused probes, one every 0.25 s")]
    [InlineData("stopped", "6 to 6.25 s: three probes without an answer, of 2 s each")]
    public async Task Bake_NewSlotFails_IsSeenAndTrafficIsBack(string failure, string expected)
    {
        var figures = new Figures(output, "detection");
        var (seen, back, rules) = (new List<double>(), new List<double>(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        for (var turn = 0; turn < Size.Of(1, 30); turn++)
        {
            var before = await World.CalmAsync(world.Sre);
            // A request that hangs takes its line with it: there are enough for the time that a slot which is stopped is live.
            await using var load = LoadProber.Start(failure == "stopped" ? new LoadPlan(world.FrontDoor, 50, Connections: 500) : new LoadPlan(world.FrontDoor, 100));
            var run = await world.Sre.StartAsync("switch", bakeSeconds: 120);
            await world.Sre.RunUntilAsync(run, state => state.Text("state") == "baking", "the bake has begun");
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(500, 1500)), TimeProvider.System);
            await HarmAsync(before, failure);
            JsonNode ended;
            try
            {
                ended = await world.Sre.RunEndedAsync(run);
            }
            finally
            {
                await HealAsync(before, failure);
            }

            Assert.Equal(before.Text("live"), (await World.CalmAsync(world.Sre)).Text("live"));
            var report = await load.StopAsync();
            Assert.True(ended.Text("state") == "rolled-back", ended.ToJsonString());

            var rule = Rule(ended.Text("outcome")!);
            rules[rule] = rules.GetValueOrDefault(rule) + 1;
            var trip = ended.Step("bake").Instant("endedAt")!.Value;
            var bad = report.Answers.Where(IsBad).ToList();
            Assert.True(bad.Count > 0, report.Summary);
            var last = bad.Max(answer => answer.SentAt);
            var good = report.Answers.Where(answer => answer.SentAt > last && answer.ServedBy == before.Text("live")).ToList();
            Assert.True(good.Count > 0, $"the old slot answered after the last bad answer; {report.Summary}");
            seen.Add((trip - bad.Min(report.Sent)).TotalMilliseconds);
            back.Add((good.Min(report.Ended) - trip).TotalMilliseconds);
        }

        figures.Say($"{failure}, first bad answer to trip: {Figures.MedianAndWorst(seen)}; expected {expected}; tripped by {string.Join(", ", rules.Select(rule => $"{rule.Key} {rule.Value} times"))}");
        figures.Say($"{failure}, trip to traffic back: {Figures.MedianAndWorst(back)}");
        Assert.All(seen, milliseconds => Assert.True(milliseconds > 0, "nothing trips before there is trouble"));
        Assert.Equal(failure == "errors" ? "error-ratio" : "failed-probes", rules.MaxBy(rule => rule.Value).Key);
    }

    private static string Rule(string outcome) => outcome switch
    {
        _ when outcome.Contains("probes in a row failed", StringComparison.Ordinal) => "failed-probes",
        _ when outcome.Contains("% errors in", StringComparison.Ordinal) => "error-ratio",
        _ => throw new InvalidOperationException($"No rule of these: {outcome}"),
    };

    private static bool IsBad(LoadAnswer answer) => answer.Failure is not null || answer.EndedAt - answer.SentAt > s_slow;

    private static async Task HarmAsync(JsonNode before, string failure)
    {
        switch (failure)
        {
            case "errors":
                await before.FaultAsync(before.Idle(), """{"kind":"errors","ratio":1.0}""");
                break;
            case "killed":
                before.ProcessOf(before.Idle()).Kill();
                break;
            default:
                before.ProcessOf(before.Idle()).Signal(Os.SigStop);
                break;
        }
    }

    private async Task HealAsync(JsonNode before, string failure)
    {
        switch (failure)
        {
            case "errors":
                await before.FaultAsync(before.Idle(), """{"kind":"none"}""");
                break;
            case "killed":
                await world.Sre.RunEndedAsync(await world.Sre.StartAsync("restart", target: before.Idle()));
                break;
            default:
                before.ProcessOf(before.Idle()).Signal(Os.SigCont);
                break;
        }
    }
}
