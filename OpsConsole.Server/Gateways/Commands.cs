using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace OpsConsole.Server.Gateways;

/// <inheritdoc/>
internal sealed class Commands(TimeProvider time) : ICommands
{
    /// <summary>A whole dump of a large configuration fits in.</summary>
    private const int LongestOutput = 4 << 20;

    /// <summary>A program that left a child behind leaves it the pipe too: what is said after its own end is not waited for.</summary>
    private static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(200);

    public async Task<CommandAnswer> RunAsync(IReadOnlyList<string> command, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(command[0], command.Skip(1))
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        var output = new StringBuilder();
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return new CommandAnswer(null, "", $"'{command[0]}' cannot be started: {exception.Message}.");
        }

        process.StandardInput.Close();
        var reading = Task.WhenAll(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, output));
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            End(process);
            cancellationToken.ThrowIfCancellationRequested();
            return new CommandAnswer(null, Text(output), $"'{string.Join(' ', command)}' did not end within {limit.TotalSeconds:0.#} s and was ended.");
        }

        await Task.WhenAny(reading, Task.Delay(s_lastWords, time, cancellationToken));
        return new CommandAnswer(process.ExitCode, Text(output), null);
    }

    private static async Task ReadAsync(StreamReader from, StringBuilder output)
    {
        var buffer = new char[4096];
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and var read)
            {
                lock (output)
                {
                    output.Append(buffer, 0, Math.Min(read, LongestOutput - output.Length));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It was ended, and its pipes with it: what it said up to now counts.
            return;
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is Win32Exception or AggregateException or InvalidOperationException)
        {
            // It has just ended by itself; or it runs as somebody else, whom only its own limits can end.
            return;
        }
    }

    private static string Text(StringBuilder output)
    {
        lock (output)
        {
            return output.ToString().Trim();
        }
    }
}
