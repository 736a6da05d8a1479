using System.Globalization;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Gateways.Nginx;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gateways.Nginx;

/// <summary>A real nginx with a configuration, folder and port of its own, in front of two slots that say nothing of themselves.</summary>
internal sealed class NginxTrial : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero });
    private readonly List<RunningProcess> _workers = [];

    private NginxTrial(bool pidFile, string[] trusted, NginxTrial? other)
    {
        Plan = new NginxPlan(
            new Uri($"http://127.0.0.1:{FreePort.Next()}"), _folder.File("shop.conf"), "shop", "X-Served-By", other?.Plan.Blue ?? new Uri($"http://127.0.0.1:{FreePort.Next()}"), other?.Plan.Green ?? new Uri($"http://127.0.0.1:{FreePort.Next()}"), trusted,
            Command("-t"), Command("-s", "reload"), pidFile ? _folder.File("nginx.pid") : null);
        Gateway = NewGateway();
    }

    public NginxPlan Plan { get; }

    public NginxGateway Gateway { get; private set; }

    public string Include => File.ReadAllText(Plan.IncludeFile);

    /// <summary>A part of the configuration that is not the console's.</summary>
    public string OtherFile => _folder.File("other.conf");

    /// <summary>What nginx wrote, for messages.</summary>
    public string Log => File.ReadAllText(_folder.File("error.log"));

    private RunningProcess? Master => MasterOf("nginx.pid");

    private RunningProcess? MasterOf(string pidFile) => int.TryParse(DurableText.Read(_folder.File(pidFile)), CultureInfo.InvariantCulture, out var pid) ? RunningProcess.Of(pid) : null;

    public static Task<NginxTrial> StartAsync(bool pidFile = false, params string[] trusted) => StartAsync(new NginxTrial(pidFile, trusted, null), ownSlots: true);

    /// <summary>Another instance, in front of the same slots.</summary>
    public Task<NginxTrial> StartBesideAsync() => StartAsync(new NginxTrial(false, [], this), ownSlots: false);

    private static async Task<NginxTrial> StartAsync(NginxTrial trial, bool ownSlots)
    {
        await trial.Gateway.PrepareAsync(default);
        await File.WriteAllTextAsync(trial.OtherFile, "");
        await File.WriteAllTextAsync(trial._folder.File("nginx.conf"), $$"""
            user root; worker_processes 2; worker_shutdown_timeout 1h; pid nginx.pid; error_log error.log notice;
            events { worker_connections 512; }
            http {
                access_log off; proxy_read_timeout 1h; client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t; uwsgi_temp_path t; scgi_temp_path t;
                include {{trial.Plan.IncludeFile}};
                include {{trial.OtherFile}};
                server {
                    listen 127.0.0.1:{{trial.Plan.FrontDoor.Port}};
                    location / { proxy_pass http://shop; proxy_set_header X-Gray-Tag $opsconsole_shop_gray_tag; }
                }
            }
            """);
        await File.WriteAllTextAsync(trial._folder.File("slots.conf"), $$"""
            user root; worker_processes 1; pid slots.pid; error_log slots.log;
            events { worker_connections 512; }
            http {
                access_log off; client_body_temp_path s; proxy_temp_path s; fastcgi_temp_path s; uwsgi_temp_path s; scgi_temp_path s;
                add_header X-Version 1.0.0; add_header X-Heard-Tag $http_x_gray_tag;
                server { listen 127.0.0.1:{{trial.Plan.Blue.Port}}; location / { return 200 "blue"; } }
                server { listen 127.0.0.1:{{trial.Plan.Green.Port}}; location / { return 200 "green"; } }
            }
            """);
        if (ownSlots)
        {
            await trial.RunAsync(["nginx", "-p", trial._folder.Path, "-e", "slots.log", "-c", trial._folder.File("slots.conf")]);
        }

        await trial.BootAsync();
        return trial;
    }

    /// <summary>Another console's hands on the same nginx.</summary>
    public NginxGateway NewGateway() => new(Plan, new Commands(TimeProvider.System), TimeProvider.System);

    public void NewConsole()
    {
        Gateway.Dispose();
        Gateway = NewGateway();
    }

    public async Task BootAsync()
    {
        await RunAsync(Command());
        await Eventually.IsAsync(ServedByAsync, served => served is not null);
        NoteWorkers();
    }

    public Task<CommandAnswer> RunAsync(IReadOnlyList<string> command) => new Commands(TimeProvider.System).RunAsync(command, TimeSpan.FromSeconds(60), default);

    public Task ReloadByHandAsync() => RunAsync(Plan.Reload);

    public async Task KillMasterAsync()
    {
        NoteWorkers();
        var master = Master!;
        master.Kill();
        await Eventually.BecomesTrueAsync(() => !master.Runs);
    }

    public async Task EndAsync()
    {
        NoteWorkers();
        Master?.Signal(Os.SigTerm);
        await Eventually.BecomesTrueAsync(() => _workers.TrueForAll(worker => !worker.Runs) && Master is null);
    }

    /// <summary>Who answers on a fresh connection; null when nobody does.</summary>
    public async Task<string?> ServedByAsync() => (await AskAsync()).ServedBy;

    /// <summary>The tag that came through to the slot with the last request; null when none did.</summary>
    public string? HeardTag { get; private set; }

    public async Task<(string? ServedBy, string Body, string? Cookie)> AskAsync(string? tag = null, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Plan.FrontDoor);
        request.Headers.ConnectionClose = true;
        if (tag is not null)
        {
            request.Headers.Add("X-Gray-Tag", tag);
        }

        if (cookie is not null)
        {
            request.Headers.Add("Cookie", $"other=1; opsconsole-share={cookie}");
        }

        try
        {
            using var answer = await _http.SendAsync(request);
            string? Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
            HeardTag = Header("X-Heard-Tag");
            return (Header("X-Served-By"), await answer.Content.ReadAsStringAsync(), Header("Set-Cookie"));
        }
        catch (HttpRequestException)
        {
            // Not yet, or not any more.
            return (null, "", null);
        }
    }

    public async Task<GatewayReading> ReadAsync() => Assert.Single(await Gateway.ReadAsync(default));

    public async ValueTask DisposeAsync()
    {
        // Killed, a master would leave behind the worker that it has just forked: it is told to end, and takes them with it.
        await EndAsync(MasterOf("slots.pid"));
        NoteWorkers();
        await EndAsync(Master);
        foreach (var worker in _workers)
        {
            worker.Kill();
        }

        Gateway.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private static async Task EndAsync(RunningProcess? master)
    {
        master?.Signal(Os.SigTerm);
        await Eventually.BecomesTrueAsync(() => master?.Runs != true);
    }

    private void NoteWorkers()
    {
        if (Master is { } master)
        {
            _workers.AddRange(NginxProcesses.Find(master.Pid)?.Workers.Select(worker => RunningProcess.Of(worker.Pid)).OfType<RunningProcess>() ?? []);
        }
    }

    private string[] Command(params string[] more) => ["nginx", "-p", _folder.Path, "-e", "error.log", "-c", _folder.File("nginx.conf"), .. more];
}
