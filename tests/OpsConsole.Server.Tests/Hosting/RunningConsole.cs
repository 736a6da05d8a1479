using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Hosting;

/// <summary>A console with its sandbox, for all tests of a class.</summary>
public sealed class RunningConsole : IAsyncLifetime
{
    public ConsoleProcess Console { get; private set; } = null!;

    public ApiClient Nobody { get; private set; } = null!;

    public ApiClient Viewer { get; private set; } = null!;

    public ApiClient Lead { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Console = await ConsoleProcess.StartAsync(new ConsoleSettings { RequestsPerSecond = 20 });
        Nobody = new ApiClient(Console.Url, null);
        Viewer = await ApiClient.ForAsync(Console, "viewer");
        Lead = await ApiClient.ForAsync(Console, "lead");
    }

    public async ValueTask DisposeAsync()
    {
        Nobody?.Dispose();
        Viewer?.Dispose();
        Lead?.Dispose();
        if (Console is not null)
        {
            await Console.DisposeAsync();
        }
    }
}
