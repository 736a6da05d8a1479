using System.Globalization;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Gateways.HAProxy;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gateways.HAProxy;

/// <summary>What a test wants of its HAProxy.</summary>
/// <param name="Within">More lines of the backend; <c>{map}</c> is the map of tags.</param>
/// <param name="Load">How it loads the state file: <c>local</c>, <c>global</c>, or not at all.</param>
/// <param name="Level">What its socket lets the console do.</param>
/// <param name="Tcp">Whether that socket is one of TCP.</param>
/// <param name="Map">Whether it has a map of tags.</param>
/// <param name="More">More words of each server's line; <c>{name}</c> is the server's.</param>
/// <param name="Green">More words of green's.</param>
internal sealed record TrialWish(string Within = "", string? Load = "local", string Level = "admin", bool Tcp = false, bool Map = false, string More = "", string Green = "");

/// <summary>A real HAProxy with a configuration, folder and port of its own, in front of two slots that say nothing of themselves.</summary>
internal sealed class HAProxyTrial : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero });
    private readonly List<RunningProcess> _proxies = [];
    private readonly TrialWish _wish;
    private readonly int _tcpPort = FreePort.Next();

    private HAProxyTrial(TrialWish wish)
    {
        _wish = wish;
        Plan = new HAProxyPlan(
            new Uri($"http://127.0.0.1:{FreePort.Next()}"), wish.Tcp ? $"ipv4@127.0.0.1:{_tcpPort}" : _folder.File("admin.sock"), "shop", "b", "g", _folder.File("shop.state"), wish.Map ? _folder.File("tags.map") : null,
            "X-Served-By", new Uri($"http://127.0.0.1:{FreePort.Next()}"), new Uri($"http://127.0.0.1:{FreePort.Next()}"));
        Gateway = NewGateway();
    }

    public HAProxyPlan Plan { get; private set; }

    public HAProxyGateway Gateway { get; private set; }

    public HAProxyFiles Files => new(Plan);

    public string ConfigFile => _folder.File("haproxy.cfg");

    public RunningProcess? Proxy => Running("haproxy.pid");

    public static async Task<HAProxyTrial> StartAsync(TrialWish? wish = null)
    {
        var trial = new HAProxyTrial(wish ?? new TrialWish());
        trial.WriteConfig();
        await File.WriteAllTextAsync(trial._folder.File("slots.cfg"), $$"""
            global
                stats socket {{trial._folder.File("slots.sock")}} level admin
            defaults
                mode http
                timeout client 60s
            {{string.Concat(Enum.GetValues<Slot>().Select(slot => $$"""
            frontend {{slot.Word()}}
                bind 127.0.0.1:{{trial.Plan.AddressOf(slot).Port}}
                http-request return status 200 content-type text/plain string {{slot.Word()}} hdr X-Version 1.0.0 hdr X-Heard-Tag "%[req.hdr(X-Gray-Tag)]"

            """))}}
            """);
        await trial.RunAsync(["haproxy", "-D", "-q", "-p", trial._folder.File("slots.pid"), "-f", trial._folder.File("slots.cfg")]);
        if (trial.Plan.Map is { } map)
        {
            await File.WriteAllTextAsync(map, "");
        }

        await trial.BootAsync();
        await trial.Gateway.PrepareAsync(default);
        return trial;
    }

    public void WriteConfig(string? greenAddress = null) => File.WriteAllText(ConfigFile, $$"""
        global
            stats socket {{Plan.Socket}} level {{_wish.Level}}
            {{(_wish.Load == "global" ? $"server-state-file {Plan.StateFile}" : "")}}
        defaults
            mode http
            timeout connect 1s
            timeout client 1h
            timeout server 1h
            {{(_wish.Load == "global" ? "load-server-state-from-file global" : "")}}
        frontend door
            bind 127.0.0.1:{{Plan.FrontDoor.Port}}
            default_backend shop
        backend shop
            {{(_wish.Load == "local" ? $"load-server-state-from-file local\n    server-state-file-name {Plan.StateFile}" : "")}}
            http-response set-header X-Served-By blue if { srv_name b }
            http-response set-header X-Served-By green if { srv_name g }
            {{_wish.Within.Replace("{map}", Plan.Map, StringComparison.Ordinal)}}
            server b 127.0.0.1:{{Plan.Blue.Port}} check inter 50ms fall 1 rise 1 {{_wish.More.Replace("{name}", "b", StringComparison.Ordinal)}}
            server g {{greenAddress ?? $"127.0.0.1:{Plan.Green.Port}"}} check inter 50ms fall 1 rise 1 disabled {{_wish.More.Replace("{name}", "g", StringComparison.Ordinal)}} {{_wish.Green}}
        backend other
            load-server-state-from-file {{(_wish.Load == "global" ? "global" : "none")}}
            server o 127.0.0.1:{{Plan.Blue.Port}} check

        """);

    /// <summary>Another console's hands on the same HAProxy.</summary>
    public HAProxyGateway NewGateway(HAProxyPlan? plan = null) => new(plan ?? Plan, new HAProxySocket((plan ?? Plan).Socket, TimeProvider.System), TimeProvider.System);

    public void NewConsole(HAProxyPlan? plan = null)
    {
        Plan = plan ?? Plan;
        Gateway.Dispose();
        Gateway = NewGateway();
    }

    public async Task BootAsync()
    {
        await RunAsync(["haproxy", "-D", "-p", _folder.File("haproxy.pid"), "-f", ConfigFile]);
        await Eventually.BecomesTrueAsync(() => Proxy is not null);
        Note();
        await Eventually.IsAsync(ServedByAsync, served => served is not null);
    }

    /// <summary>As a service's reload does: a new one takes over, the old one ends what it has.</summary>
    public async Task ReloadByHandAsync()
    {
        var old = Proxy!;
        await RunAsync(["haproxy", "-D", "-p", _folder.File("haproxy.pid"), "-f", ConfigFile, "-sf", old.Pid.ToString(CultureInfo.InvariantCulture)]);
        await Eventually.BecomesTrueAsync(() => Proxy is { } now && now.Pid != old.Pid && !old.Runs);
        Note();
    }

    public async Task KillAsync()
    {
        var proxy = Proxy!;
        proxy.Kill();
        await Eventually.BecomesTrueAsync(() => !proxy.Runs);
    }

    /// <summary>A person at the socket.</summary>
    public Task<IReadOnlyList<string>> TellAsync(params string[] commands) => new HAProxySocket(Plan.Socket, TimeProvider.System).AskAsync(commands, TimeSpan.FromSeconds(20), default);

    public async Task SlotAsync(Slot slot, bool up)
    {
        await new HAProxySocket(_folder.File("slots.sock"), TimeProvider.System).AskAsync([$"{(up ? "enable" : "disable")} frontend {slot.Word()}"], TimeSpan.FromSeconds(20), default);
        await Eventually.IsAsync(() => TellAsync("show servers state shop"), answer => ServerLine.Read(answer[0])!.First(server => server.Name == Plan.ServerOf(slot)).Down != up);
    }

    public Task<CommandAnswer> RunAsync(IReadOnlyList<string> command) => new Commands(TimeProvider.System).RunAsync(command, TimeSpan.FromSeconds(60), default);

    /// <summary>Who answers on a fresh connection; null when nobody does.</summary>
    public async Task<string?> ServedByAsync() => (await AskAsync()).ServedBy;

    /// <summary>The tag that came through to the slot with the last request; null when none did.</summary>
    public string? HeardTag { get; private set; }

    public async Task<(string? ServedBy, string? Cookie)> AskAsync(string? tag = null, string? cookie = null, string? user = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Plan.FrontDoor);
        request.Headers.ConnectionClose = true;
        foreach (var (name, value) in new[] { ("X-Gray-Tag", tag), ("Cookie", cookie), ("X-User", user) }.Where(header => header.Item2 is not null))
        {
            request.Headers.Add(name, value);
        }

        try
        {
            using var answer = await _http.SendAsync(request);
            string? Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
            HeardTag = Header("X-Heard-Tag");
            var body = await answer.Content.ReadAsStringAsync();
            return (Header("X-Served-By") == body ? body : null, Header("Set-Cookie")?.Split(';')[0]);
        }
        catch (HttpRequestException)
        {
            // Not yet, or not any more.
            return (null, null);
        }
    }

    public async Task<GatewayReading> ReadAsync() => Assert.Single(await Gateway.ReadAsync(default));

    public ValueTask DisposeAsync()
    {
        Note();
        foreach (var proxy in _proxies.Append(Running("slots.pid")).OfType<RunningProcess>())
        {
            proxy.Kill();
        }

        Gateway.Dispose();
        _http.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Note()
    {
        if (Proxy is { } proxy)
        {
            _proxies.Add(proxy);
        }
    }

    private RunningProcess? Running(string pidFile) => int.TryParse(DurableText.Read(_folder.File(pidFile)), CultureInfo.InvariantCulture, out var pid) ? RunningProcess.Of(pid) : null;
}
