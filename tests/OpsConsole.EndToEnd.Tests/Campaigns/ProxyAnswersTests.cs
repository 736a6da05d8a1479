using OpsConsole.EndToEnd.Tests.Proxies;
using OpsConsole.EndToEnd.Tests.Runs;

namespace OpsConsole.EndToEnd.Tests.Campaigns;

/// <summary>What becomes of answers and streams that are under way when a real proxy is switched, counted by those who wait for them: a proxy logs what it cuts as 200.</summary>
public sealed class ProxyAnswersTests(ITestOutputHelper output)
{
    private const int AnswerMs = 2000;
    private const int StreamMs = 6000;

    /// <summary>Answers of all lengths.</summary>
    private static readonly string[] s_answers = [.. new[] { 1, 100, 1024, 4000, 4096, 8192, 16384, 65536 }.Select(size => FormattableString.Invariant($"/slow/{size}/{AnswerMs}"))];

    /// <summary>
    /// Answers of which just so much has come when the switch does that the buffer of nginx is full, 4096 bytes on this machine. Alone: an old worker that waits for
    /// anything else as well does not cut them.
    /// </summary>
    private static readonly string[] s_edges = [.. Enumerable.Repeat(FormattableString.Invariant($"/edge/4096/4300/{AnswerMs}"), 8)];

    private readonly Figures _figures = new(output, "answers");

    [Theory]
    [InlineData("nginx, proxy_buffering off", 0, 0)]
    [InlineData("nginx, as it comes", null, 0)]
    [InlineData("nginx, worker_shutdown_timeout 2s", null, null)]
    [InlineData("haproxy", 0, 0)]
    public async Task AnswersAndStreams_UnderWayAtASwitch_AreWhole(string which, int? mostTruncated, int? mostCut)
    {
        await using var world = await ProxyWorld.StartAsync(slots => Make(which, slots), slow: true);
        var (answers, truncated, streams, cut) = (0, 0, 0, 0);
        for (var turn = 0; turn < Size.Of(1, 10); turn++)
        {
            foreach (var (paths, count) in new[] { (s_edges, 0), (s_answers, 5) })
            {
                await World.CalmAsync(world.Sre);
                using var http = new HttpClient { BaseAddress = world.Proxy.FrontDoor };
                var under = paths.Select(path => WholeAsync(http, path)).ToList();
                var flows = Enumerable.Range(0, count).Select(_ => EndsAsync(http)).ToList();
                await Task.Delay(TimeSpan.FromMilliseconds(AnswerMs / 2), TimeProvider.System);
                await world.Sre.SwitchAsync();
                answers += under.Count;
                streams += flows.Count;
                truncated += (await Task.WhenAll(under)).Count(whole => !whole);
                cut += (await Task.WhenAll(flows)).Count(whole => !whole);
            }
        }

        _figures.Say($"{which}: {truncated} of {answers} slow answers truncated, {cut} of {streams} streams cut");
        Assert.InRange(truncated, 0, mostTruncated ?? answers);
        Assert.InRange(cut, 0, mostCut ?? streams);
        var found = (await world.Sre.ReadAsync($"{World.Environment}/gateway/check"))["findings"]!.ToJsonString();
        // What may be cut is told before anybody switches.
        Assert.True(mostTruncated is not null || found.Contains("proxy_buffer_size", StringComparison.Ordinal), found);
    }

    private static IProxy Make(string which, ISlots slots) => which switch
    {
        "haproxy" => new HAProxyProxy(slots),
        "nginx, as it comes" => new NginxProxy(slots),
        "nginx, worker_shutdown_timeout 2s" => new NginxProxy(slots, shutdownTimeout: "2s"),
        _ => new NginxProxy(slots, "proxy_buffering off;"),
    };

    /// <summary>Whether an answer came as long as it was announced: the client throws where it did not.</summary>
    private static async Task<bool> WholeAsync(HttpClient http, string answer)
    {
        try
        {
            using var whole = await http.GetAsync(answer);
            return whole.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return false;
        }
    }

    private static async Task<bool> EndsAsync(HttpClient http)
    {
        try
        {
            return (await http.GetStringAsync(FormattableString.Invariant($"/stream/{StreamMs}"))).EndsWith("data: end\n\n", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return false;
        }
    }
}
