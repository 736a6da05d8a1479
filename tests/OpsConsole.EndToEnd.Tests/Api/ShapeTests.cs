using System.Net;
using System.Text.RegularExpressions;
using OpsConsole.Support;
using static OpsConsole.EndToEnd.Tests.Json;

namespace OpsConsole.EndToEnd.Tests.Api;

/// <summary>What the API answers while all is calm: members, words and instants as they were agreed.</summary>
public sealed partial class ShapeTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Environments_Listed_HaveNameLiveStateAndVersions()
    {
        await World.CalmAsync(world.Viewer);
        var list = await world.Viewer.ReadAsync("/api/v1/environments");
        var only = Assert.Single(list["environments"]!.AsArray())!;
        HasAtLeast(only, "name", "live", "state", "versions");
        Assert.Equal("sandbox", only.Text("name"));
        Assert.Contains(only.Text("live"), new[] { "blue", "green" });
    }

    [Fact]
    public async Task Environment_Calm_SaysWhatTheGatewaySays()
    {
        var state = await World.CalmAsync(world.Viewer);
        HasAtLeast(state, "name", "state", "live", "gateway", "slots", "activeRun", "lastRun", "freeze", "undo");
        HasAtLeast(state["gateway"], "kind", "address", "weights", "observedAt", "agrees", "instances");
        HasMembers(state["gateway"]!["weights"], "blue", "green");
        HasAtLeast(state["gateway"]!["instances"]![0], "name", "weights", "observedAt", "agrees");
        HasAtLeast(state["undo"], "ready", "reasons", "warmUntil", "lastRehearsedAt", "lastSeconds");
        Assert.Equal("sandbox", state["gateway"]!.Text("kind"));
        Assert.True(state["gateway"]!["agrees"]!.GetValue<bool>());
        Assert.Equal(100, state["gateway"]!["weights"]!.Number(state.Text("live")!));
        Assert.Equal(0, state["gateway"]!["weights"]!.Number(state.Idle()));
        foreach (var slot in state["slots"]!.AsArray())
        {
            HasAtLeast(slot, "name", "version", "state", "image", "address", "pid", "startedAt", "parkedUntil");
        }

        Assert.Equal("1.0.0", state.Slot("blue").Text("version"));
        Assert.Equal("1.1.0", state.Slot("green").Text("version"));
        using var http = new HttpClient();
        using var answer = await http.GetAsync(world.FrontDoor);
        Assert.Equal(state.Text("live"), answer.Headers.GetValues("X-Served-By").Single());
        Assert.Equal(state.Slot(state.Text("live")!).Text("version"), answer.Headers.GetValues("X-Version").Single());
    }

    [Fact]
    public async Task Health_Calm_NamesEveryComponentOnce()
    {
        await World.CalmAsync(world.Viewer);
        var health = await world.Viewer.ReadAsync($"{World.Environment}/health");
        Assert.Equal("sandbox", health.Text("environment"));
        var components = health["components"]!.AsArray();
        Assert.NotEmpty(components);
        Assert.All(components, component => HasAtLeast(component, "name", "kind", "slot", "state", "latencyMs", "since", "lastError", "checkedAt"));
        Assert.Equal(components.Count, components.Select(component => (component!.Text("name"), component!.Text("slot"))).Distinct().Count());
    }

    [Fact]
    public async Task Traffic_AnyMinutes_HasAtMost360Points()
    {
        foreach (var minutes in new[] { 1, 60, 1440 })
        {
            var traffic = await world.Viewer.ReadAsync($"{World.Environment}/traffic?minutes={minutes}");
            HasAtLeast(traffic, "environment", "source", "stepSeconds", "points");
            Assert.InRange(traffic["points"]!.AsArray().Count, 0, 360);
            Assert.All(traffic["points"]!.AsArray(), point => HasAtLeast(point, "at", "qps", "p50Ms", "p95Ms", "p99Ms", "errorRatio"));
        }
    }

    [Fact]
    public async Task Traffic_SecondWithoutRequests_HasNullsAndNoZeroes()
    {
        var points = (await world.Viewer.ReadAsync($"{World.Environment}/traffic?minutes=60"))["points"]!.AsArray();
        Assert.All(points.Where(point => point!.Number("qps") is null or 0), silent =>
        {
            Assert.Null(silent!["errorRatio"]);
            Assert.Null(silent["p95Ms"]);
        });
    }

    [Fact]
    public async Task Clock_ThisMachine_IsReadForReal()
    {
        var clock = await Eventually.IsAsync(
            () => world.Viewer.ReadAsync("/api/v1/clock?environment=sandbox"), state => state["nodes"]!.AsArray().Count > 0, "the clock was read");
        HasAtLeast(clock, "thresholds", "spreadSeconds", "nodes");
        HasMembers(clock["thresholds"], "warnSeconds", "untrustedSeconds");
        var node = clock["nodes"]![0]!;
        HasAtLeast(node, "name", "host", "offsetSeconds", "errorBoundSeconds", "source", "synchronised", "state", "measuredAt");
        if (node["synchronised"]?.GetValue<bool>() == false)
        {
            Assert.Equal("unknown", node.Text("state"));
        }
    }

    [Fact]
    public async Task Gates_ForASwitch_ShowTheirEvidence()
    {
        var state = await World.CalmAsync(world.Viewer);
        var gates = (await world.Viewer.ReadAsync($"{World.Environment}/gates?operation=switch&target={state.Idle()}"))["gates"]!.AsArray();
        Assert.All(gates, gate => HasAtLeast(gate, "name", "state", "evidence", "measuredAt", "canOverride"));
        Assert.Empty(new[] { "clocks", "target-healthy", "undo-ready", "storage", "streams" }.Except(gates.Select(gate => gate!.Text("name")!)));
        Assert.All(gates, gate => Assert.Contains(gate!.Text("state"), new[] { "pass", "not-applicable" }));
    }

    [Fact]
    public async Task Instants_Everywhere_AreUtcWithMilliseconds()
    {
        await World.CalmAsync(world.Lead);
        foreach (var path in new[] { World.Environment, $"{World.Environment}/health", "/api/v1/clock", "/api/v1/audit" })
        {
            var text = (await world.Lead.GetAsync(path)).Text;
            var instants = AnyInstant().Matches(text).Select(match => match.Value).ToList();
            Assert.NotEmpty(instants);
            Assert.All(instants, instant => Assert.Matches(@"^""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z""$", instant));
        }
    }

    [Theory]
    [InlineData("/api/v1/environments")]
    [InlineData("/api/v1/environments/sandbox")]
    [InlineData("/api/v1/runs")]
    [InlineData("/api/v1/audit")]
    [InlineData("/api/v1/clock")]
    [InlineData("/api/v1/audit/export?format=ndjson")]
    public async Task Get_NotSignedIn_Is401AndNoRedirect(string path)
    {
        using var nobody = new ApiClient(world.Console.Url, token: null);
        var answer = await nobody.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("not-signed-in", answer.Problem);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    [InlineData("/sign-in")]
    public async Task Get_OpenToAll_AnswersWithoutASignIn(string path)
    {
        using var nobody = new ApiClient(world.Console.Url, token: null);
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync(path)).Status);
    }

    [Fact]
    public async Task Audit_ReadInPages_HasEveryEntryOnceNewestFirst()
    {
        var numbers = new List<long>();
        string? cursor = null;
        do
        {
            var page = await world.Lead.ReadAsync($"/api/v1/audit?limit=2{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            numbers.AddRange(page["entries"]!.AsArray().Select(entry => entry!["seq"]!.GetValue<long>()));
            cursor = page.Text("next");
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => (long)number).Reverse(), numbers);
    }

    [Fact]
    public async Task Metrics_Asked_HasEveryFamily()
    {
        await World.CalmAsync(world.Viewer);
        using var nobody = new ApiClient(world.Console.Url, token: null);
        var text = (await nobody.GetAsync("/metrics")).Text;
        foreach (var word in new[] { "traffic", "component", "clock", "runs", "circuits", "entries" })
        {
            Assert.Contains(text.Split('\n'), line => line.StartsWith("# TYPE", StringComparison.Ordinal) && line.Contains(word, StringComparison.Ordinal));
        }

        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(@"^(# (HELP|TYPE) [a-z_]+ .+|[a-zA-Z_:][\w:]*(\{.*\})? \S+)$", line));
    }

    [GeneratedRegex(@"""\d{4}-\d\d-\d\dT[^""]*""")]
    private static partial Regex AnyInstant();
}
