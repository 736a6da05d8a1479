using System.Diagnostics;
using System.Globalization;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Gates.Sources;

/// <summary>Prometheus itself, which scrapes itself, for all tests of a class.</summary>
public sealed class RealPrometheus : IAsyncLifetime
{
    private const string Binary = "/usr/bin/prometheus";

    private readonly TempDirectory _folder = new();
    private Process? _process;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}");

    public static void SkipWithoutIt() => Assert.SkipUnless(File.Exists(Binary), "Needs Debian's package prometheus.");

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Binary))
        {
            return;
        }

        var config = Path.Combine(_folder.Path, "prometheus.yml");
        await File.WriteAllTextAsync(config, $"global: {{ scrape_interval: 1s }}\nscrape_configs: [ {{ job_name: self, static_configs: [ {{ targets: ['{Address.Authority}'] }} ] }} ]\n");
        _process = Process.Start(new ProcessStartInfo(Binary, [$"--config.file={config}", $"--storage.tsdb.path={_folder.Path}/data", $"--web.listen-address={Address.Authority}", "--log.level=error"])
        {
            UseShellExecute = false,
            WorkingDirectory = _folder.Path,
        });
        using var http = new HttpClient { BaseAddress = Address };
        await Eventually.IsAsync(() => ScrapedAsync(http), scraped => scraped, "Prometheus has scraped itself", TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Dispose();
    }

    private static async Task<bool> ScrapedAsync(HttpClient http)
    {
        try
        {
            return (await http.GetStringAsync(new Uri("/api/v1/query?query=up==1", UriKind.Relative))).Contains("\"self\"", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            // Not up yet.
            return false;
        }
    }
}
