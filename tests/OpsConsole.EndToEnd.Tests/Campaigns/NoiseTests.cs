using System.Net;
using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support;
using OpsConsole.Support.Load;

namespace OpsConsole.EndToEnd.Tests.Campaigns;

/// <summary>What does no harm undoes no run.</summary>
[Collection(SharedWorld.Name)]
public sealed class NoiseTests(World world, ITestOutputHelper output)
{
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Noise_InEveryBake_UndoesNoRun()
    {
        var figures = new Figures(output, "noise");
        var (howLong, bake) = (TimeSpan.FromSeconds(Size.Of(20, 3600)), Size.Of(9, 120));
        await World.CalmAsync(world.Sre);
        await using var load = LoadProber.Start(new LoadPlan(world.FrontDoor, 100));
        await using var noise = HarmlessNoise.Start(world.Sre);
        var (began, runs, heldUp, undone) = (TimeProvider.System.GetTimestamp(), 0, 0, new List<string>());
        while (TimeProvider.System.GetElapsedTime(began) < howLong)
        {
            var run = await AskUntilAcceptedAsync(bake);
            var ended = await Eventually.IsAsync(
                () => world.Sre.ReadAsync($"/api/v1/runs/{run}"), state => state["endedAt"] is not null, $"run {run} has ended", TimeSpan.FromSeconds(bake + 60));
            if (ended.Step("shift")["startedAt"] is null)
            {
                // Its gates looked once more, and the way back was paused just then: nothing was moved, and so nothing undone.
                heldUp++;
                continue;
            }

            runs++;
            if (ended.Text("state") != "succeeded")
            {
                undone.Add($"after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s: {ended.ToJsonString()}");
                figures.Say($"run {run} is {ended.Text("state")}: {ended.Text("outcome")}");
            }
        }

        await noise.StopAsync();
        var report = await load.StopAsync();
        var slow = report.Answers.Count(answer => answer.EndedAt - answer.SentAt > s_slow);
        figures.Say($"{runs} switches with bakes of {bake} s in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s, {undone.Count} undone; {heldUp} more held up by their gates before anything moved");
        figures.Say($"{noise.Pauses} pauses of 3 s, {noise.LostProbes} times 240 ms that cost a probe, {noise.Errors} times 5 % errors for 8 s; none took more than {noise.Longest.TotalMilliseconds:0} ms longer");
        figures.Say($"{report.Summary}; {slow} answers slower than {s_slow.TotalSeconds:0} s");
        Assert.Empty(undone);
        Assert.True(runs > 0 && noise is { Pauses: > 0, LostProbes: > 0, Errors: > 0 }, "there was noise in bakes");
        Assert.True(slow > 0, "the pauses were felt");
        Assert.Contains(report.Answers, answer => answer.Status == 500);
    }

    /// <summary>The gates may say no for a moment: the slot that is live is the way back, and just now it is paused.</summary>
    private async Task<long> AskUntilAcceptedAsync(int bake)
        => (await Eventually.IsAsync(() => world.Sre.AskAsync("switch", bake, "harmless noise"), answer => answer.Status == HttpStatusCode.Accepted, "a switch is accepted")).Json.Id();
}
