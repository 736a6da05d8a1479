using System.Globalization;
using OpsConsole.Server.Health;
using OpsConsole.Server.Health.Redis;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Health.Redis;

/// <summary>A real Redis with a folder and a port of its own.</summary>
internal sealed class RedisTrial : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();

    private RedisTrial()
    {
    }

    public RealServer Server { get; private set; } = null!;

    /// <summary>Where it keeps its data.</summary>
    public string Data => _folder.File("data");

    public static async Task<RedisTrial> StartAsync(params string[] settings)
    {
        var trial = new RedisTrial();
        Directory.CreateDirectory(trial.Data);
        var port = FreePort.Next();
        trial.Server = await RealServer.StartAsync(port, ["redis-server", "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--dir", trial.Data, .. settings]);
        return trial;
    }

    public IProbe Probe(string? user = null, string? password = null, string? role = null)
    {
        var file = password is null ? null : _folder.File("password");
        if (file is not null)
        {
            File.WriteAllText(file, password);
        }

        var wish = new RedisWish(new Uri($"redis://{(user is null ? "" : user + "@")}127.0.0.1:{Server.Port}"), new ProbePassword(file, null), role);
        return new RedisProbe("cache", null, TimeSpan.FromSeconds(1), wish, TimeProvider.System);
    }

    public Task<ProbeAnswer> AskAsync(string? user = null, string? password = null, string? role = null)
        => Probe(user, password, role).AskAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

    /// <summary>Has it do something, as a person would.</summary>
    public Task DoAsync(params string[] words) => RealServer.RunAsync(["redis-cli", "-p", Server.Port.ToString(CultureInfo.InvariantCulture), .. words]);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
