using System.Net.Sockets;
using System.Security.Authentication;

namespace OpsConsole.Server.Health;

/// <summary>A look that found something wrong which only words can tell.</summary>
internal sealed class ProbeException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>One look within its limit. What the network brings becomes an answer; anything else is a bug and goes on.</summary>
internal static class Look
{
    public static async Task<ProbeAnswer> WithinAsync(TimeSpan limit, TimeProvider time, Func<CancellationToken, Task<ProbeAnswer>> look, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var work = look(either.Token);
        try
        {
            // Not every library lets go at once when it is told to: the limit holds all the same.
            var answer = await work.WaitAsync(either.Token);
            return answer with { Latency = time.GetElapsedTime(started) };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && WordsOf(exception, limit) is not null)
        {
            return ProbeAnswer.Failed(WordsOf(exception, limit)!) with { Latency = time.GetElapsedTime(started) };
        }
        finally
        {
            // Whatever it ends with later, nobody waits for it any more.
            _ = work.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static string? WordsOf(Exception exception, TimeSpan limit) => exception switch
    {
        ProbeException => exception.Message,
        OperationCanceledException => FormattableString.Invariant($"no answer within {limit.TotalSeconds:0.#} s"),
        SocketException => exception.Message,
        HttpRequestException or IOException or AuthenticationException => (exception.InnerException as SocketException)?.Message ?? exception.Message,
        _ => null,
    };
}
