using System.Text.Json.Nodes;
using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support.Load;

namespace OpsConsole.EndToEnd.Tests.Campaigns;

/// <summary>What the console reports of its switches is what a client saw.</summary>
[Collection(SharedWorld.Name)]
public sealed class ReportsTests(World world, ITestOutputHelper output)
{
    /// <summary>So many are held against one load: not too much is kept in mind.</summary>
    private const int Together = 25;

    /// <summary>Of so many one is aborted at some instant: not every end is a success.</summary>
    private const int AbortEvery = 5;

    private const double LimitMs = 10;

    /// <summary>Long enough for the prober to see where traffic goes when nothing changes.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(60);

    [Fact]
    public async Task Switches_AsReported_AreWhatTheProberSaw()
    {
        var figures = new Figures(output, "reports");
        var (count, contradictions, apart, aborted) = (Size.Of(5, 1000), new List<string>(), new List<(double First, double Last)>(), 0);
        for (var turn = 0; turn < count; turn += Together)
        {
            await World.CalmAsync(world.Sre);
            await using var load = LoadProber.Start(new LoadPlan(world.FrontDoor, 500));
            var claims = new List<Claim>();
            for (var i = turn; i < Math.Min(count, turn + Together); i++)
            {
                claims.Add(await SwitchAsync(abort: i % AbortEvery == AbortEvery - 1));
            }

            var report = await load.StopAsync();
            Assert.True(report.Failed.Count == 0, report.Summary);
            contradictions.AddRange(claims.Select(claim => claim.Contradiction(report)).OfType<string>());
            apart.AddRange(claims.Where(claim => claim.Succeeded).Select(claim => claim.Apart(report)));
            foreach (var claim in claims.Where(claim => claim.Succeeded && claim.Apart(report) is var (first, last) && Math.Max(first, last) > LimitMs))
            {
                figures.Say($"{claim.Details(report)}");
            }

            aborted += claims.Count(claim => !claim.Succeeded);
        }

        figures.Say($"{count} switches, {aborted} of them aborted: {contradictions.Count} differ from the prober in outcome, slot or version");
        figures.Say($"first answer of the new slot: {Share(apart.Select(pair => pair.First))}");
        figures.Say($"last answer of the old slot: {Share(apart.Select(pair => pair.Last))}");
        Assert.Empty(contradictions);
        Assert.NotEmpty(apart);
    }

    private static string Share(IEnumerable<double> apart)
    {
        var all = apart.ToList();
        return FormattableString.Invariant(
            $"{100.0 * all.Count(difference => difference <= LimitMs) / all.Count:0.0} % of {all.Count} within {LimitMs:0} ms, median {Figures.At(0.5, all):0.0} ms, p99 {Figures.At(0.99, all):0.0} ms, worst {Figures.At(1, all):0.0} ms apart");
    }

    private async Task<Claim> SwitchAsync(bool abort)
    {
        var before = await World.CalmAsync(world.Sre);
        var id = await world.Sre.StartAsync("switch", bakeSeconds: 0);
        if (abort)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(500)), TimeProvider.System);
            await world.Sre.PostAsync($"/api/v1/runs/{id}/abort");
        }

        JsonNode run = await world.Sre.RunEndedAsync(id);
        var after = await World.CalmAsync(world.Sre);
        await Task.Delay(s_look, TimeProvider.System);
        return new Claim(run, after, before.Text("live")!, TimeProvider.System.GetUtcNow());
    }
}
