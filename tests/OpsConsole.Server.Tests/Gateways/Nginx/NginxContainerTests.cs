using OpsConsole.Server.Configuration;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Gateways.Nginx;
using OpsConsole.Server.Tests.Docker;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gateways.Nginx;

/// <summary>An nginx in a real container: tried and reloaded in there, its processes seen from here.</summary>
public sealed class NginxContainerTests
{
    [Fact]
    public void Settings_NameAContainer_EveryCommandIsRunInThere()
    {
        var plan = NginxPlan.Of(
            new EnvironmentOptions { FrontDoor = "http://127.0.0.1:8080", Slots = { Blue = { Address = "http://127.0.0.1:9001" }, Green = { Address = "http://127.0.0.1:9002" } } },
            new GatewayOptions { IncludeFile = "/srv/nginx/shop.conf", Upstream = "shop", Container = "shop-nginx-1" });
        Assert.Equal("docker exec shop-nginx-1 nginx -t", string.Join(' ', plan.Test));
        Assert.Equal("docker exec shop-nginx-1 nginx -s reload", string.Join(' ', plan.Reload));
        Assert.Equal("docker inspect --format {{.State.Pid}} shop-nginx-1", string.Join(' ', plan.Inspect!));
    }

    [Fact]
    public async Task Container_IsSwitchedRefusedRestartedAndGone_AndTheTruthIsRead()
    {
        await using var slots = await NginxTrial.StartAsync();
        await using var docker = await OwnDocker.StartAsync();
        using var folder = new TempDirectory();
        await docker.ImportProgramAsync("nginx", "/usr/sbin/nginx");
        string[] within = [.. docker.Command, "exec", "door", "/usr/sbin/nginx", "-c", "/conf/nginx.conf"];
        var plan = slots.Plan with
        {
            FrontDoor = new Uri($"http://127.0.0.1:{FreePort.Next()}"),
            IncludeFile = folder.File("shop.conf"),
            Test = [.. within, "-t"],
            Reload = [.. within, "-s", "reload"],
            Inspect = [.. docker.Command, "inspect", "--format", "{{.State.Pid}}", "door"],
        };
        using var gateway = new NginxGateway(plan, new Commands(TimeProvider.System), TimeProvider.System);
        Assert.Contains("cannot be looked at", (await ReadAsync(gateway)).Error, StringComparison.Ordinal);
        await gateway.PrepareAsync(default);
        await File.WriteAllTextAsync(folder.File("other.conf"), "");
        await File.WriteAllTextAsync(folder.File("nginx.conf"), $$"""
            user root; worker_processes 2; pid /tmp/nginx.pid; error_log /tmp/error.log;
            events { worker_connections 512; }
            http {
                access_log off; client_body_temp_path /tmp/t; proxy_temp_path /tmp/t; fastcgi_temp_path /tmp/t; uwsgi_temp_path /tmp/t; scgi_temp_path /tmp/t;
                include /conf/shop.conf; include /conf/other.conf;
                server { listen 127.0.0.1:{{plan.FrontDoor.Port}}; location / { proxy_pass http://shop; } }
            }
            """);
        await docker.RunAsync("run", "-d", "--name", "door", "--network", "host", "-v", $"{folder.Path}:/conf", "nginx", "/usr/sbin/nginx", "-c", "/conf/nginx.conf", "-g", "daemon off;");
        await Eventually.IsAsync(() => ReadAsync(gateway), reading => reading == new GatewayReading(plan.FrontDoor.Authority, Weights.AllTo(Slot.Blue), null));
        Assert.DoesNotContain(await gateway.CheckAsync(default), finding => finding.What.Contains("not included", StringComparison.Ordinal));

        await gateway.SetWeightsAsync(Weights.AllTo(Slot.Green), default);
        Assert.Equal(("green", Weights.AllTo(Slot.Green)), (await ServedByAsync(plan), (await ReadAsync(gateway)).Weights));

        await File.WriteAllTextAsync(folder.File("other.conf"), "broken");
        Assert.Contains("nginx refuses", (await Assert.ThrowsAsync<GatewayException>(() => gateway.SetWeightsAsync(Weights.AllTo(Slot.Blue), default))).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("other.conf"), "");
        await docker.RunAsync("restart", "-t", "2", "door");
        await Eventually.IsAsync(() => ReadAsync(gateway), reading => reading is { Error: null } && reading.Weights == Weights.AllTo(Slot.Green), "it is as switched after a restart of the container");
        Assert.Equal("green", await ServedByAsync(plan));

        await docker.RunAsync("rm", "-f", "door");
        var gone = await Eventually.IsAsync(() => ReadAsync(gateway), reading => reading.Weights is null);
        Assert.Contains("cannot be looked at", gone.Error, StringComparison.Ordinal);
    }

    private static async Task<GatewayReading> ReadAsync(NginxGateway gateway) => Assert.Single(await gateway.ReadAsync(default));

    private static async Task<string> ServedByAsync(NginxPlan plan)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(plan.FrontDoor);
        return answer.Headers.GetValues(plan.SlotHeader).Single();
    }
}
