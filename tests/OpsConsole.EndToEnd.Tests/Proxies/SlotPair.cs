using OpsConsole.Support;

namespace OpsConsole.EndToEnd.Tests.Proxies;

/// <summary>Two slots that answer at once, each with its name and version: an nginx with two ports, so that they are never what is slow.</summary>
internal sealed class SlotPair : ISlots
{
    private readonly TempDirectory _folder = new();

    public Uri Blue { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    public Uri Green { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    private string PidFile => _folder.File("slots.pid");

    public static async Task<SlotPair> StartAsync()
    {
        var pair = new SlotPair();
        await File.WriteAllTextAsync(pair._folder.File("slots.conf"), $$"""
            user root; worker_processes 1; pid {{pair.PidFile}}; error_log slots.log;
            events { worker_connections 2048; }
            http {
                access_log off; keepalive_requests 1000000; client_body_temp_path s; proxy_temp_path s; fastcgi_temp_path s; uwsgi_temp_path s; scgi_temp_path s;
                server { listen 127.0.0.1:{{pair.Blue.Port}} backlog=4096; add_header X-Version 1.0.0; add_header X-Served-By blue; location / { return 200 "blue answers"; } }
                server { listen 127.0.0.1:{{pair.Green.Port}} backlog=4096; add_header X-Version 1.1.0; add_header X-Served-By green; location / { return 200 "green answers"; } }
            }
            """);
        await Shell.RunAsync("nginx", "-p", pair._folder.Path, "-e", "slots.log", "-c", pair._folder.File("slots.conf"));
        return pair;
    }

    public async ValueTask DisposeAsync()
    {
        await Shell.EndAsync(PidFile);
        _folder.Dispose();
    }
}
