using System.Text.Json.Nodes;
using OpsConsole.Support;
using OpsConsole.Support.Load;

namespace OpsConsole.Bench;

/// <summary>Twenty switches under paced load: what the console says it saw beside what the prober saw.</summary>
internal static class SwitchBench
{
    private const int Switches = 20;
    private const double PerSecond = 1000;

    /// <summary>Longer than <see cref="s_window"/>: the next switch brings the old slot back, and its answers must not count for this one.</summary>
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1);

    private const string Environment = "/api/v1/environments/sandbox";

    public static async Task RunAsync()
    {
        foreach (var use in Enum.GetValues<ConnectionUse>())
        {
            await using var console = await ConsoleProcess.StartAsync();
            using var api = await ApiClient.ForAsync(console, "sre");
            await CalmAsync(api);
            await using var load = LoadProber.Start(new LoadPlan(new Uri(console.GatewayUrl, "/v1/info"), PerSecond, Use: use));
            var runs = new List<(string Target, JsonNode Run)>();
            for (var turn = 0; turn < Switches; turn++)
            {
                var target = (await CalmAsync(api))["live"]!.GetValue<string>() == "blue" ? "green" : "blue";
                runs.Add((target, await SwitchAsync(api)));
                await Task.Delay(s_between, TimeProvider.System);
            }

            Print(use, runs, await load.StopAsync());
        }
    }

    private static void Print(ConnectionUse use, IReadOnlyList<(string Target, JsonNode Run)> runs, LoadReport report)
    {
        Console.WriteLine($"{use}: {report.Summary}");
        Console.WriteLine($"  latency from the schedule: p50 {Figures.Text(report.LatencyMs(0.5))} ms, p99 {Figures.Text(report.LatencyMs(0.99))} ms");
        var shifts = runs.Select(run => (run.Target, At: StepBegan(run.Run, "shift"))).ToList();
        Line("first new answer", Measured(runs, "firstNewResponseMs"), shifts.Select(shift => report.FirstFrom(shift.Target, shift.At)));
        Line("last old answer", Measured(runs, "lastOldResponseMs"), shifts.Select(shift => report.LastFrom(shift.Target == "blue" ? "green" : "blue", shift.At, s_window)));
    }

    private static void Line(string what, IEnumerable<double?> console, IEnumerable<double?> prober)
    {
        List<double> said = [.. console.OfType<double>()], seen = [.. prober.OfType<double>()];
        Console.WriteLine($"  {what}: console {Figures.MedianAndWorst(said)}; prober {Figures.MedianAndWorst(seen)}; ratio of medians {Figures.Text(Figures.Median(said) / Figures.Median(seen), 2)}");
    }

    private static IEnumerable<double?> Measured(IEnumerable<(string Target, JsonNode Run)> runs, string name)
        => runs.Select(run => run.Run["measured"]?[name]?.GetValue<double>());

    private static DateTimeOffset StepBegan(JsonNode run, string step)
        => run["steps"]!.AsArray().Single(candidate => candidate!["name"]!.GetValue<string>() == step)!["startedAt"]!.GetValue<DateTimeOffset>();

    private static Task<JsonNode> CalmAsync(ApiClient api)
        => Eventually.IsAsync(() => api.ReadAsync(Environment), state => state["state"]!.GetValue<string>() == "ok" && state["activeRun"] is null, "the environment is calm");

    private static async Task<JsonNode> SwitchAsync(ApiClient api)
    {
        var answer = await api.PostAsync($"{Environment}/runs", """{"operation":"switch","reason":"measuring","bakeSeconds":0}""");
        var id = answer.Json["id"] ?? throw new InvalidOperationException(answer.ToString());
        return await Eventually.IsAsync(() => api.ReadAsync($"/api/v1/runs/{id}"), run => run["endedAt"] is not null, "the run has ended");
    }
}
