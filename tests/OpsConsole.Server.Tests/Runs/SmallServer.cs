using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>A real HTTP server on a port of its own, that answers what a test wants.</summary>
internal sealed class SmallServer : IAsyncDisposable
{
    private WebApplication _app = null!;

    private SmallServer()
    {
    }

    public Uri Address { get; private set; } = null!;

    public static async Task<SmallServer> StartAsync(RequestDelegate answer, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddRoutingCore();
        var server = new SmallServer { _app = builder.Build() };
        server._app.Run(answer);
        await server._app.StartAsync();
        server.Address = new Uri(server._app.Urls.First());
        return server;
    }

    /// <summary>Whoever waits for an answer is cut off: a test does not wait for them.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _app.StopAsync(now.Token);
        }
        catch (OperationCanceledException) when (now.IsCancellationRequested)
        {
            // As wanted.
        }

        await _app.DisposeAsync();
    }
}
