using OpsConsole.Support;
using OpsConsole.Support.Load;

namespace OpsConsole.Bench;

/// <summary>Answers a second as fast as they come, straight from a slot and through the gateway, in turns.</summary>
internal static class GatewayBench
{
    private static readonly TimeSpan s_stretch = TimeSpan.FromSeconds(4);

    public static async Task RunAsync()
    {
        await using var console = await ConsoleProcess.StartAsync();
        using var api = await ApiClient.ForAsync(console, "viewer");
        var state = await api.ReadAsync("/api/v1/environments/sandbox");
        var slot = new Uri(state["slots"]!.AsArray().Single(slot => slot!["name"]!.GetValue<string>() == state["live"]!.GetValue<string>())!["address"]!.GetValue<string>());
        foreach (var use in Enum.GetValues<ConnectionUse>())
        {
            List<double> direct = [], proxied = [];
            for (var turn = 0; turn < 3; turn++)
            {
                direct.Add(await PerSecondAsync(new Uri(slot, "/health"), use));
                proxied.Add(await PerSecondAsync(new Uri(console.GatewayUrl, "/health"), use));
            }

            Console.WriteLine(
                $"{use}: direct {Figures.Text(Figures.Median(direct), 0)}/s, through the gateway {Figures.Text(Figures.Median(proxied), 0)}/s, ratio {Figures.Text(Figures.Median(proxied) / Figures.Median(direct), 2)}");
        }
    }

    private static async Task<double> PerSecondAsync(Uri target, ConnectionUse use)
    {
        // A schedule that nobody can keep: each connection asks again as soon as it was answered.
        await using var load = LoadProber.Start(new LoadPlan(target, PerSecond: 1_000_000, Use: use));
        await Task.Delay(s_stretch, TimeProvider.System);
        var report = await load.StopAsync();
        return report.Failed.Count == 0 ? report.Answers.Count / s_stretch.TotalSeconds : throw new InvalidOperationException(report.Summary);
    }
}
