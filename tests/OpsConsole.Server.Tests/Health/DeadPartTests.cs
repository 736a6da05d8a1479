using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Health;
using OpsConsole.Server.Live;
using OpsConsole.Server.Tests.Health.Postgres;
using OpsConsole.Server.Tests.Health.Redis;
using OpsConsole.Server.Tests.Runs;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Health;

/// <summary>Real parts, killed and stopped under the sampler: the second look that misses one shows it as down, and the looks come each second.</summary>
public sealed class DeadPartTests(PostgresPair pair) : IClassFixture<PostgresPair>, IDisposable
{
    private readonly Certificates _certificates = new();
    private readonly LiveFeed _feed = new(TimeProvider.System);

    [Fact]
    public async Task Part_StoppedThenBackThenKilled_ShowsAtItsSecondMissedLook()
    {
        await using var redis = await RedisTrial.StartAsync();
        await using var nginx = await NginxParts.StartAsync();
        var port = FreePort.Next();
        var (certificate, key) = _certificates.FilesOf(_certificates.Of(-1, 90));
        await using var tls = await RealServer.StartAsync(port, "openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-cert", certificate, "-key", key, "-quiet", "-www");
        await using var world = await SmallWorld.StartAsync();
        var environment = world.Environment();
        var password = _certificates.CaFile + ".password";
        await File.WriteAllTextAsync(password, PostgresPair.Password, TestContext.Current.CancellationToken);
        environment.Options.Probes.AddRange(
        [
            new() { Name = "database", Kind = ProbeOptions.Postgres, Url = $"postgres://ops@127.0.0.1:{pair.Primary.Port}/shop", PasswordFile = password },
            new() { Name = "cache", Kind = ProbeOptions.Redis, Url = $"redis://127.0.0.1:{redis.Server.Port}" },
            new() { Name = "proxy", Kind = ProbeOptions.Nginx, Url = nginx.Address("/nginx_status").ToString() },
            new() { Name = "vectors", Url = nginx.Address("/readyz").ToString() },
            new() { Name = "certificate", Kind = ProbeOptions.Tls, Url = $"tls://127.0.0.1:{port}", CaFile = _certificates.CaFile },
        ]);
        using var sampler = new HealthSampler(new EnvironmentCatalogue([environment]), _feed, TimeProvider.System, NullLogger<HealthSampler>.Instance);
        await sampler.StartAsync(TestContext.Current.CancellationToken);
        RealServer[] servers = [pair.Primary, redis.Server, nginx.Server, tls];

        await AllBecomeAsync(ComponentCondition.Up);
        Assert.All(Now, component => Assert.Equal((component.Name != "vectors", null), (component.Detail is not null, component.LastError)));
        await ShowsAsync("stopped", () =>
        {
            Array.ForEach(servers, server => server.Freeze());
            return Task.CompletedTask;
        });
        Assert.All(Now, component => Assert.Equal(("no answer within 0.8 s", null), (component.LastError, component.Detail)));

        Array.ForEach(servers, server => server.Thaw());
        await AllBecomeAsync(ComponentCondition.Up);
        await ShowsAsync("killed", () => Task.WhenAll(servers.Select(server => server.KillAsync())));
        Assert.All(Now, component => Assert.Equal("Connection refused", component.LastError));
        await sampler.StopAsync(CancellationToken.None);
        await pair.Primary.StartAsync();
    }

    public void Dispose() => _certificates.Dispose();

    private IReadOnlyList<ComponentHealth> Now => _feed.Latest<HealthState>("shop")?.Components ?? [];

    private Task AllBecomeAsync(ComponentCondition state) => Eventually.BecomesTrueAsync(() => Now.Count > 0 && Now.All(component => component.State == state));

    /// <summary>Does the harm, and looks at what the sampler published until all are down: no look may come between the first missed one and the second.</summary>
    private async Task ShowsAsync(string harm, Func<Task> doAsync)
    {
        var seen = new List<ComponentHealth>();
        var at = TimeProvider.System.GetUtcNow();
        await doAsync();
        await foreach (var health in _feed.WatchAsync<HealthState>("shop", TestContext.Current.CancellationToken))
        {
            seen.AddRange(health.Components);
            if (health.Components.All(component => component.State is ComponentCondition.Down))
            {
                break;
            }
        }

        foreach (var looks in seen.Where(look => look.State is not ComponentCondition.Up).DistinctBy(look => (look.Name, look.CheckedAt)).GroupBy(look => look.Name))
        {
            var down = looks.First(look => look.State is ComponentCondition.Down);
            Assert.InRange(looks.Count(look => look.CheckedAt <= down.CheckedAt), 1, ComponentRecord.FailuresToDown);
            Assert.Equal(down.CheckedAt, down.Since);
            TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"{looks.Key} {harm}: down after {(down.Since - at)!.Value.TotalSeconds:0.00} s"));
        }
    }
}
