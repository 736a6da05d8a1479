using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Proxies;

/// <summary>An nginx with a configuration of its own, that includes what the console writes.</summary>
/// <param name="slots">What is behind it.</param>
/// <param name="more">More lines for its <c>http</c> block.</param>
/// <param name="shutdownTimeout">How long an old worker may live on for its streams.</param>
internal sealed class NginxProxy(ISlots slots, string more = "", string shutdownTimeout = "1h") : IProxy
{
    private readonly TempDirectory _folder = new();
    private readonly List<RunningProcess> _orphans = [];

    public Uri FrontDoor { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    public IEnumerable<(string Key, string Value)> Gateway =>
    [
        ("Kind", "nginx"),
        ("IncludeFile", Include),
        ("Upstream", "shop"),
        .. Command("-t").Select((word, index) => (FormattableString.Invariant($"Test:{index}"), word)),
        .. Command("-s", "reload").Select((word, index) => (FormattableString.Invariant($"Reload:{index}"), word)),
    ];

    /// <summary>The file that the console owns.</summary>
    public string Include => _folder.File("shop.conf");

    public RunningProcess Master => Shell.Daemon(PidFile)!;

    private static IEnumerable<RunningProcess> WorkersOf(RunningProcess master) => File.ReadAllText(FormattableString.Invariant($"/proc/{master.Pid}/task/{master.Pid}/children"))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pid => RunningProcess.Of(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture))).OfType<RunningProcess>();

    private string PidFile => _folder.File("nginx.pid");

    public async Task StartAsync(bool plain)
    {
        if (plain)
        {
            await File.WriteAllTextAsync(Include, Text("blue"));
        }

        await Eventually.BecomesTrueAsync(() => File.Exists(Include));

        await File.WriteAllTextAsync(_folder.File("nginx.conf"), $$"""
            user root; worker_processes 2; worker_shutdown_timeout {{shutdownTimeout}}; pid {{PidFile}}; error_log error.log notice;
            events { worker_connections 2048; }
            http {
                access_log off; keepalive_requests 1000000; proxy_read_timeout 1h; {{more}}
                client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t; uwsgi_temp_path t; scgi_temp_path t;
                include {{Include}};
                server {
                    listen 127.0.0.1:{{FrontDoor.Port}} backlog=4096;
                    location / { proxy_pass http://shop; proxy_http_version 1.1; proxy_set_header Connection ""; }
                }
            }
            """);
        await Shell.RunAsync(Command());
    }

    public async Task KillAsync()
    {
        var all = WorkersOf(Master).Prepend(Master).ToList();
        all.ForEach(process => process.Kill());
        await Eventually.BecomesTrueAsync(() => all.TrueForAll(process => !process.Runs));
    }

    /// <summary>As the plain script does: the new text beside the file, renamed over it, and a reload.</summary>
    public async Task PlainSwitchAsync(string slot)
    {
        await File.WriteAllTextAsync(Include + ".draft", Text(slot));
        File.Move(Include + ".draft", Include, overwrite: true);
        await Shell.RunAsync(Command("-s", "reload"));
    }

    public async ValueTask DisposeAsync()
    {
        await Shell.EndAsync(PidFile);
        _orphans.ForEach(worker => worker.Kill());
        _folder.Dispose();
    }

    /// <summary>Ends the master alone: its workers live on, until this proxy is disposed of.</summary>
    public async Task KillMasterAsync()
    {
        var master = Master;
        _orphans.AddRange(WorkersOf(master));
        master.Kill();
        await Eventually.BecomesTrueAsync(() => !master.Runs);
    }

    private string Text(string slot) => $"upstream shop {{ server {slots.Of(slot).Authority}; keepalive 64; }}\n";

    private string[] Command(params string[] more) => ["nginx", "-p", _folder.Path, "-e", "error.log", "-c", _folder.File("nginx.conf"), .. more];
}
