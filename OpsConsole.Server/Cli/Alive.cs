using System.CommandLine;
using OpsConsole.Server.Hosting;

namespace OpsConsole.Server.Cli;

/// <summary><c>alive</c>: whether a console answers at its address; for whoever starts it, such as a container's health check.</summary>
internal static class Alive
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var alive = new Command("alive", "Ask the console at --urls whether it is alive. Exit code 1 when it does not answer.");
        alive.SetAction((command, cancellationToken) => AskAsync(new Uri($"{Banner.Openable(CliSettings.Load(command).Configuration[WebHostDefaults.ServerUrlsKey]!)}/healthz"), cancellationToken));
        return alive;
    }

    private static async Task<int> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = s_patience };
        try
        {
            using var answer = await http.GetAsync(address, cancellationToken);
            await Console.Error.WriteLineAsync($"{address} answers {(int)answer.StatusCode}.");
            return answer.IsSuccessStatusCode ? CliRoot.Done : CliRoot.NotDone;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {exception.Message}");
            return CliRoot.NotDone;
        }
    }
}
