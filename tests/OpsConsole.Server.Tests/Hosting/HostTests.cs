using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Hosting;

/// <summary>What the console says of itself, and how it answers what is no question, by the binary itself.</summary>
public sealed partial class HostTests(RunningConsole running) : IClassFixture<RunningConsole>
{
    private const string Sandbox = "/api/v1/environments/sandbox";

    [Fact]
    public async Task Healthz_NobodySignedIn_SaysWhoAnswers()
    {
        using var http = new HttpClient { BaseAddress = running.Console.Url };
        using var answer = await http.GetAsync(new Uri("/healthz", UriKind.Relative));
        var alive = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal("alive", alive["status"]!.GetValue<string>());
        Assert.Equal(answer.Headers.GetValues("X-Instance").Single(), alive["instance"]!.GetValue<string>());
        Assert.Matches(@"^\d+\.\d+\.\d+", alive["version"]!.GetValue<string>());
    }

    [Fact]
    public async Task Readyz_Up_IsReadyWithoutReasons()
    {
        var ready = await running.Nobody.ReadAsync("/readyz");
        Assert.Equal("""{"ready":true,"reasons":[]}""", ready.ToJsonString());
    }

    [Fact]
    public async Task Metrics_OfThisMachine_NeedNoSignInAndAreWellFormed()
    {
        var text = await Eventually.IsAsync(
            async () => (await running.Nobody.GetAsync("/metrics")).Text, found => found.Contains("opsconsole_traffic_qps{", StringComparison.Ordinal), "traffic was measured");
        var metrics = MetricsText.Parse(text);
        Assert.Equal(1, metrics.Samples["opsconsole_environment_state{environment=\"sandbox\",state=\"ok\"}"] + metrics.Samples["opsconsole_environment_state{environment=\"sandbox\",state=\"degraded\"}"]
            + metrics.Samples["opsconsole_environment_state{environment=\"sandbox\",state=\"unknown\"}"]);
        Assert.Equal(1, metrics.Samples["opsconsole_gateway_weight_ratio{environment=\"sandbox\",slot=\"blue\"}"]);
        Assert.True(metrics.Samples["opsconsole_audit_entries_total"] >= 1);
        Assert.All(
            ["opsconsole_traffic_latency_seconds", "opsconsole_traffic_error_ratio", "opsconsole_component_state", "opsconsole_clock_known", "opsconsole_clock_offset_seconds", "opsconsole_runs_total",
                "opsconsole_run_active", "opsconsole_circuits", "opsconsole_hub_connections", "opsconsole_feed_watchers", "opsconsole_build_info", "opsconsole_start_time_seconds"],
            name => Assert.Contains(name, metrics.Types.Keys));
    }

    [Fact]
    public async Task Metrics_PassedOnByAProxy_NeedASignIn()
    {
        using var http = new HttpClient { BaseAddress = running.Console.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/metrics", UriKind.Relative)) { Headers = { { "X-Forwarded-For", "10.0.0.9" } } };
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Description_NeedsASignIn_AndSaysEachCallItsProblemsAndItsWords()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await running.Nobody.GetAsync("/openapi/v1.json")).Status);
        var description = await running.Viewer.ReadAsync("/openapi/v1.json");
        var start = description["paths"]![$"{Sandbox.Replace("sandbox", "{environment}", StringComparison.Ordinal)}/runs"]!["post"]!;
        Assert.Superset(new HashSet<string>(["202", "400", "401", "403", "404", "409", "413", "422", "503"], StringComparer.Ordinal), start["responses"]!.AsObject().Select(answer => answer.Key).ToHashSet(StringComparer.Ordinal));
        var schemas = description["components"]!["schemas"]!;
        Assert.Contains("rolled-back", schemas["RunPhase"]!["enum"]!.AsArray().Select(word => word!.GetValue<string>()));
        Assert.Equal(["blue", "green"], schemas["Slot"]!["enum"]!.AsArray().Select(word => word!.GetValue<string>()));
        Assert.Contains("string", schemas["RunState"]!["properties"]!["createdAt"]!["type"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Superset(
            new HashSet<string>(["from", "to", "actor", "action", "environment", "outcome", "q", "limit", "cursor"], StringComparer.Ordinal),
            description["paths"]!["/api/v1/audit"]!["get"]!["parameters"]!.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal));
        Assert.Contains(start["parameters"]!.AsArray(), parameter => parameter!["name"]!.GetValue<string>() == "Idempotency-Key" && parameter["in"]!.GetValue<string>() == "header");
        Assert.Superset(new HashSet<string>(["405", "415"], StringComparer.Ordinal), start["responses"]!.AsObject().Select(answer => answer.Key).ToHashSet(StringComparer.Ordinal));
        foreach (var (path, calls) in description["paths"]!.AsObject())
        {
            var named = Placeholder().Matches(path).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
            Assert.All(calls!.AsObject(), call => Assert.Superset(named, (call.Value!["parameters"]?.AsArray() ?? []).Select(parameter => parameter!["name"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal)));
        }
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/healthz")]
    [InlineData("/api/v1/environments")]
    [InlineData("/api/v1/nothing")]
    public async Task Answer_OfAnyKind_CarriesTheHeaders(string path)
    {
        using var http = new HttpClient { BaseAddress = running.Console.Url };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("Permissions-Policy") && answer.Headers.Contains("Referrer-Policy") && !answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Page_ItsImportMap_IsTheOneThatTheHeaderLetsIn()
    {
        using var http = new HttpClient { BaseAddress = running.Console.Url };
        using var answer = await http.GetAsync(new Uri("/sign-in", UriKind.Relative));
        var map = ImportMap().Match(await answer.Content.ReadAsStringAsync()).Groups["map"].Value;
        Assert.Contains(
            $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map)))}'",
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ThatDoesNotExist_IsAProblem()
    {
        Assert.Equal("not-found", (await running.Viewer.GetAsync("/api/v1/nothing")).Problem);
        var wrong = await running.Viewer.SendAsync(HttpMethod.Put, "/api/v1/environments", null);
        Assert.True(wrong is { Status: HttpStatusCode.MethodNotAllowed, Problem: "bad-request" }, wrong.ToString());
        Assert.Contains("GET", wrong.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("windows")]
    public async Task Question_OfALaterVersion_SaysSo(string call) => Assert.Equal("not-supported", (await running.Viewer.GetAsync($"{Sandbox}/{call}")).Problem);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_OfTenMegabytes_IsTooLargeAlsoForWhoSendsAllOfItFirst(bool chunked)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, running.Console.Settings.Port);
        await using var stream = socket.GetStream();
        var body = new byte[10 * 1024 * 1024];
        Array.Fill(body, (byte)' ');
        var framing = chunked ? "Transfer-Encoding: chunked" : FormattableString.Invariant($"Content-Length: {body.Length}");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {Sandbox}/runs HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nAuthorization: Bearer {running.Lead.Token}\r\n{framing}\r\n\r\n"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(chunked ? FormattableString.Invariant($"{body.Length:X}\r\n") : ""));
        await stream.WriteAsync(body);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(chunked ? "\r\n0\r\n\r\n" : ""));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("urn:opsconsole:problem:too-large", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("operation=backup", "not-supported")]
    [InlineData("operation=Switch", "bad-request")]
    [InlineData("target=Blue", "bad-request")]
    public async Task Gates_OfWhatCannotBeStarted_AreRefused(string query, string problem) => Assert.Equal(problem, (await running.Viewer.GetAsync($"{Sandbox}/gates?{query}")).Problem);

    [Theory]
    [InlineData("/api/v1/runs?environment=nope")]
    [InlineData("/api/v1/audit?environment=nope")]
    public async Task List_OfAnEnvironmentThatNeverWas_IsNotFound(string path) => Assert.Equal("not-found", (await running.Viewer.GetAsync(path)).Problem);

    [Theory]
    [InlineData("/api/v1/runs?environment=&state=&limit=&cursor=")]
    [InlineData("/api/v1/runs?environment=sandbox")]
    public async Task Runs_EmptyFilter_IsNone(string path) => Assert.Equal(HttpStatusCode.OK, (await running.Viewer.GetAsync(path)).Status);

    [Fact]
    public async Task Body_InAnotherCharset_Is415AndNamesUtf8()
    {
        using var content = new StringContent("""{"operation":"switch","reason":"a reason"}""", Encoding.Unicode, "application/json");
        var answer = await running.Lead.SendAsync(HttpMethod.Post, $"{Sandbox}/runs", content);
        Assert.True(answer is { Status: HttpStatusCode.UnsupportedMediaType, Problem: "bad-request" }, answer.ToString());
        Assert.Contains("utf-8", answer.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex("""<script type="importmap">(?<map>.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex ImportMap();

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex Placeholder();
}
