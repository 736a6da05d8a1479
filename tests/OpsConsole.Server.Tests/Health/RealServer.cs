using System.Diagnostics;
using System.Net.Sockets;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Health;

/// <summary>A server of the system as a process of its own, that a test kills or stops as trouble would.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private readonly IReadOnlyList<string> _command;
    private RunningProcess _process = null!;
    private bool _killed;

    private RealServer(int port, IReadOnlyList<string> command) => (Port, _command) = (port, command);

    public int Port { get; }

    /// <summary>Runs <paramref name="command"/>, which stays in the foreground, until somebody takes connections at <paramref name="port"/>.</summary>
    public static async Task<RealServer> StartAsync(int port, params IReadOnlyList<string> command)
    {
        var server = new RealServer(port, command);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it again, with more words where that is wanted.</summary>
    public async Task StartAsync(params string[] more)
    {
        var (process, output) = Start([.. _command, .. more]);
        await Eventually.IsAsync(
            async () =>
            {
                if (process.HasExited)
                {
                    // Children of one that was killed may hold its memory for a moment longer; a person would start it once more, too.
                    (process, output) = _killed ? Start([.. _command, .. more]) : throw Ended(process, output);
                }

                return await AcceptsAsync();
            },
            accepts => accepts);
        _process = RunningProcess.Of(process.Id) ?? throw Ended(process, output);
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _killed = true;
        _process.Kill();
        await Eventually.BecomesTrueAsync(() => !_process.Runs);
        // Its other threads may hold the port for a moment longer.
        await Eventually.IsAsync(AcceptsAsync, accepts => !accepts);
    }

    /// <summary>It is there, takes connections as far as the system does that for it, and does nothing.</summary>
    public void Freeze() => _process.Signal(Os.SigStop);

    public void Thaw() => _process.Signal(Os.SigCont);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It said no.</exception>
    public static async Task RunAsync(params IReadOnlyList<string> command)
    {
        var (process, output) = Start(command);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (process.ExitCode != 0)
        {
            throw Ended(process, output);
        }
    }

    /// <summary>As Ctrl+C: what it holds of the system, it gives back.</summary>
    public async Task EndAsync()
    {
        Thaw();
        _process.Signal(Os.SigInt);
        await Eventually.BecomesTrueAsync(() => !_process.Runs);
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private static (Process Process, ProcessOutput Output) Start(IReadOnlyList<string> command)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardInput.Close();
        return (process, new ProcessOutput(process));
    }

    private static InvalidOperationException Ended(Process process, ProcessOutput output)
    {
        process.WaitForExit();
        return new($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} ended with {process.ExitCode}: {output.Text}");
    }

    private async Task<bool> AcceptsAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            // Not yet.
            return false;
        }
    }
}
