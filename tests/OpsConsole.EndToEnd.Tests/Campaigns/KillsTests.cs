using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using OpsConsole.EndToEnd.Tests.Proxies;
using OpsConsole.EndToEnd.Tests.Runs;
using OpsConsole.Support;
using OpsConsole.Support.Load;

namespace OpsConsole.EndToEnd.Tests.Campaigns;

/// <summary>The console is killed again and again in the middle of a run, under load: with its sandbox detached, and in front of real proxies.</summary>
public sealed class KillsTests(ITestOutputHelper output)
{
    /// <summary>What is killed in turn, and within how much of its time: from the gates to the end of a bake of a second.</summary>
    private static readonly (string Operation, double Seconds)[] s_turns = [("switch", 1.6), ("canary", 3.2), ("upgrade", 2.4), ("rollback", 0.4)];

    private readonly Figures _figures = new(output, "kills");
    private readonly List<string> _troubles = [];
    private readonly List<double> _recoveries = [];
    private readonly SortedDictionary<string, int> _ends = new(StringComparer.Ordinal);

    [Fact]
    public async Task Console_IsKilledAtRandomInstants_EveryRunEndsByItselfAndNoRequestFails()
    {
        await using var console = await ConsoleProcess.StartAsync(new ConsoleSettings { Detached = true });
        using var api = await ApiClient.ForAsync(console, "sre");
        var reports = await KillAsync(console, api, new Uri(console.GatewayUrl, "/v1/info"), s_turns);
        Assert.All(new[] { reports.Kept, reports.Fresh }, report => Assert.True(report is { Failed.Count: 0, Answers.Count: > 100 }, report.Summary));
        await console.RunToolAsync("sandbox", "stop");
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    public async Task Console_IsKilledInFrontOfAProxy_EveryRunEndsByItselfAndNoRequestFails(string kind)
    {
        await using var world = await ProxyWorld.StartAsync(slots => ProxyWorld.Make(kind, slots));
        var reports = await KillAsync(world.Console, world.Sre, new Uri(world.Proxy.FrontDoor, "/v1/info"), [.. s_turns.Where(turn => turn.Operation != "upgrade")]);
        Assert.True(reports.Fresh is { Failed.Count: 0, Answers.Count: > 100 }, reports.Fresh.Summary);
        // A reload of nginx closes kept connections, whoever asks for it, now and then under a request.
        Assert.True(kind == "nginx" || reports.Kept.Failed.Count == 0, reports.Kept.Summary);
    }

    private async Task<(LoadReport Kept, LoadReport Fresh)> KillAsync(ConsoleProcess console, ApiClient api, Uri frontDoor, (string Operation, double Seconds)[] turns)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("OPSCONSOLE_SEED"), CultureInfo.InvariantCulture, out var wanted) ? wanted : Random.Shared.Next(1_000_000);
        _figures.Say($"seed {seed} (OPSCONSOLE_SEED={seed} kills at the same instants)");
        var random = new Random(seed);
        await World.CalmAsync(api);
        await using var kept = LoadProber.Start(new LoadPlan(frontDoor, 100, Connections: 4, ConnectionUse.Kept));
        await using var fresh = LoadProber.Start(new LoadPlan(frontDoor, 100, Connections: 4, ConnectionUse.Fresh));
        for (var turn = 0; turn < Size.Of(3, 200); turn++)
        {
            var (operation, seconds) = turns[turn % turns.Length];
            await KillInAsync(console, api, operation, TimeSpan.FromSeconds(random.NextDouble() * seconds), turn);
        }

        LoadReport[] reports = [await kept.StopAsync(), await fresh.StopAsync()];
        foreach (var (end, count) in _ends)
        {
            _figures.Say($"{end}: {count}");
        }

        _figures.Say($"recovery of {_recoveries.Count} interrupted runs, from process start until it bakes again or has ended: p50 {Figures.At(0.5, _recoveries):0.00} s, p99 {Figures.At(0.99, _recoveries):0.00} s, worst {Figures.At(1, _recoveries):0.00} s");
        _figures.Say($"kept connections: {reports[0].Summary}");
        _figures.Say($"fresh connections: {reports[1].Summary}");
        _figures.Say($"{_troubles.Count} troubles");
        Assert.Empty(_troubles);
        await console.StopAsync();
        var verified = await console.RunToolAsync("audit", "verify");
        Assert.True(verified.ExitCode == 0, verified.ToString());
        return (reports[0], reports[1]);
    }

    private async Task KillInAsync(ConsoleProcess console, ApiClient api, string operation, TimeSpan instant, int turn)
    {
        if (operation == "rollback" && (await World.CalmAsync(api))["undo"]!["run"] is null)
        {
            await api.SwitchAsync();
        }

        var before = await World.CalmAsync(api);
        var request = Request(operation, string.Create(CultureInfo.InvariantCulture, $"2.{turn}.0"));
        var asked = await Eventually.IsAsync(
            () => api.PostAsync($"{World.Environment}/runs", request.ToJsonString()), answer => answer.Status == HttpStatusCode.Accepted, $"{operation} is accepted");
        await Task.Delay(instant, TimeProvider.System);
        await console.KillAsync();
        var killedAt = TimeProvider.System.GetUtcNow();
        var began = TimeProvider.System.GetTimestamp();
        console.Launch();
        await TakenUpAsync(api, asked.Json.Id());
        var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        var run = await api.RunEndedAsync(asked.Json.Id());
        var interrupted = run.Instant("endedAt") > killedAt;
        if (interrupted)
        {
            _recoveries.Add(took);
        }

        var end = $"{operation} {run.Text("state")}{(interrupted ? "" : " before the kill")}";
        _ends[end] = _ends.GetValueOrDefault(end) + 1;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{turn}: killed after {instant.TotalMilliseconds:0} ms: {end}, {took:0.00} s; {run.Text("outcome")}"));
        await CheckAsync(api, before, await World.CalmAsync(api), run, $"{turn} ({operation} killed after {instant.TotalMilliseconds:0} ms, run {run.Id()} {run.Text("state")}: {run.Text("outcome")})");
    }

    /// <summary>Looks as soon as the new process answers, and until it watches the run's bake itself, or the run has ended.</summary>
    private static Task<JsonNode?> TakenUpAsync(ApiClient api, long run) => Eventually.IsAsync(
        async () =>
        {
            try
            {
                return (await api.GetAsync($"/api/v1/runs/{run}")) is { Status: HttpStatusCode.OK } answer ? answer.Json : null;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
                return null;
            }
        },
        state => state is not null && (state["endedAt"] is not null || (state.Text("state") == "baking" && state["watch"]!.AsArray().Count > 0)),
        $"run {run} bakes again or has ended",
        TimeSpan.FromSeconds(60));

    private static JsonObject Request(string operation, string version)
    {
        var request = new JsonObject { ["operation"] = operation, ["reason"] = "it will be killed" };
        if (operation != "rollback")
        {
            request["bakeSeconds"] = 1;
        }

        if (operation == "canary")
        {
            request["weights"] = new JsonArray(20, 100);
        }

        if (operation == "upgrade")
        {
            request["version"] = version;
        }

        return request;
    }

    private async Task CheckAsync(ApiClient api, JsonNode before, JsonNode after, JsonNode run, string which)
    {
        var (target, done) = (run.Text("target")!, run.Text("state") == "succeeded");
        var live = done ? target : target == "blue" ? "green" : "blue";
        Require(done || run.Text("state") is "rolled-back" or "aborted", "it ended neither done nor undone");
        Require(after.Text("live") == live, $"{after.Text("live")} is live, not {live}");
        var weights = after["gateway"]!["weights"]!;
        Require(weights.Number(live) == 100 && weights.Number(after.Idle()) == 0, $"the gateway does {weights.ToJsonString()}");
        Require(after["gateway"]!["agrees"]!.GetValue<bool>(), "the gateway is not what the record says");
        foreach (var slot in new[] { "blue", "green" })
        {
            var version = done && slot == target && run.Text("version") is { } wanted ? wanted : before.Slot(slot).Text("version");
            Require(after.Slot(slot).Text("version") == version, $"{slot} has {after.Slot(slot).Text("version")}, not {version}");
        }

        var entries = (await World.EntriesAsync(api, "action=run")).Where(entry => entry.Number("runId") == run.Id()).Select(entry => entry.Text("outcome")).ToList();
        Require(entries.Count == 2 && entries[1] == "asked", $"its entries are {string.Join(", ", entries)}");
        var verdict = await api.ReadAsync("/api/v1/audit/verify");
        Require(verdict["ok"]!.GetValue<bool>(), verdict.ToJsonString());

        void Require(bool holds, string trouble)
        {
            if (!holds)
            {
                _troubles.Add($"{which}: {trouble}");
                _figures.Say($"{_troubles[^1]}");
            }
        }
    }
}
