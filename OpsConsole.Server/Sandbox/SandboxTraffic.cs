using Microsoft.Extensions.Options;
using OpsConsole.Server.Configuration;

namespace OpsConsole.Server.Sandbox;

/// <summary>Gentle traffic for the sandbox, so that there is something to see: ordinary requests at an even pace, now and then a stream.</summary>
internal sealed class SandboxTraffic(SandboxFactory factory, SandboxSupervisor supervisor, IOptions<ConsoleOptions> options, TimeProvider time) : BackgroundService
{
    /// <summary>No more than so many at once: when the gateway hangs, requests are left out, not piled up.</summary>
    private const int MostAtOnce = 32;

    private static readonly TimeSpan s_streamEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_streamPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(10);

    private int _underWay;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rate = options.Value.Sandbox.RequestsPerSecond;
        if (rate <= 0 || factory.All.FirstOrDefault(children => children.Plan.External is null) is not { } sandbox)
        {
            return;
        }

        await supervisor.Ready.WaitAsync(stoppingToken);
        // Without cookies each request is a caller of its own, as the many callers of a service are.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = sandbox.Plan.FrontDoor,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        await Task.WhenAll(
            AskAsync(client, "v1/info", TimeSpan.FromSeconds(1 / rate), s_patience, stoppingToken),
            AskAsync(client, "v1/stream", s_streamEvery, s_streamPatience, stoppingToken));
    }

    private async Task AskAsync(HttpClient client, string path, TimeSpan pause, TimeSpan patience, CancellationToken stoppingToken)
    {
        var asked = 0L;
        var begun = time.GetTimestamp();
        using var timer = new PeriodicTimer(pause > s_shortestPause ? pause : s_shortestPause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // A timer has its own idea of a millisecond; over time the pace is exact, and what was missed in a long pause is not made up.
            var due = (long)(time.GetElapsedTime(begun) / pause);
            for (asked = Math.Max(asked, due - MostAtOnce); asked < due; asked++)
            {
                if (Interlocked.Increment(ref _underWay) > MostAtOnce)
                {
                    Interlocked.Decrement(ref _underWay);
                    continue;
                }

                _ = AskOnceAsync(client, path, patience, stoppingToken);
            }
        }
    }

    private async Task AskOnceAsync(HttpClient client, string path, TimeSpan patience, CancellationToken stoppingToken)
    {
        try
        {
            using var limit = new CancellationTokenSource(patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
            using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await answer.Content.CopyToAsync(Stream.Null, either.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // That is what the panels are for: the gateway counts what fails.
            return;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
