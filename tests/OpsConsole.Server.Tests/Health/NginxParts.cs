using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Health;

/// <summary>A real nginx, one process without a master, that tells of itself and answers as a vector store and an object store do.</summary>
internal sealed class NginxParts : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();

    private NginxParts()
    {
    }

    public RealServer Server { get; private set; } = null!;

    public static async Task<NginxParts> StartAsync(int connections = 64)
    {
        var parts = new NginxParts();
        var port = FreePort.Next();
        await File.WriteAllTextAsync(parts._folder.File("nginx.conf"), $$"""
            user root; daemon off; master_process off; pid nginx.pid; error_log error.log;
            events { worker_connections {{connections}}; }
            http {
                access_log off; client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t; uwsgi_temp_path t; scgi_temp_path t;
                server {
                    listen 127.0.0.1:{{port}};
                    location = /nginx_status { stub_status; }
                    location = /readyz { return 200 "all shards are ready"; }
                    location = /healthz { return 503 "not ready"; }
                    location = /minio/health/live { return 200; }
                }
            }
            """);
        parts.Server = await RealServer.StartAsync(port, "nginx", "-p", parts._folder.Path, "-e", "error.log", "-c", parts._folder.File("nginx.conf"));
        return parts;
    }

    public Uri Address(string path) => new($"http://127.0.0.1:{Server.Port}{path}");

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
