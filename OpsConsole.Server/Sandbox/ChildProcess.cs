using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using OpsConsole.Server.Sandbox.Children;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Sandbox;

/// <summary>A child as the console holds it: started by itself, or found in the record of the console before.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly Process? _held;

    // The child's standard input. While it is open the child lives, unless it is detached.
    private readonly StreamWriter? _lifeline;

    private ChildProcess(ChildRecord record, Process? held)
    {
        Record = record;
        _held = held;
        _lifeline = held?.StandardInput;
    }

    public ChildRecord Record { get; private set; }

    /// <summary>Whether this console started it.</summary>
    public bool IsOwn => _held is not null;

    public bool Lives => Record.Process.Lives();

    /// <summary>One that was found. It may be dead.</summary>
    public static ChildProcess Found(ChildRecord record) => new(record, null);

    /// <summary>Starts one and waits until it serves. It ends with this object until it is <see cref="Release">released</see>.</summary>
    /// <exception cref="PortBusyException">Its port is taken.</exception>
    /// <exception cref="SandboxException">It did not come up.</exception>
    public static async Task<ChildProcess> StartAsync(ChildCommand command, TimeProvider time, CancellationToken cancellationToken)
    {
        Process? process = null;
        try
        {
            process = Process.Start(command.ToStartInfo()) ?? throw new SandboxException($"The {command.Name} process could not be started.");
            await process.StandardInput.WriteLineAsync((command.Secret ?? "").AsMemory(), cancellationToken);
            await process.StandardInput.FlushAsync(cancellationToken);
            var said = await ListenAsync(process, command, time, cancellationToken);
            var identity = ProcessIdentity.Find(process.Id) ?? throw Died(command);
            var started = new ChildProcess(
                new ChildRecord(command.Name, identity, time.GetUtcNow(), said[0], command.Detached, command.Arguments, command.Version, said.Length > 1 ? said[1] : null, command.Secret),
                process);
            process = null;
            return started;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw new SandboxException($"The {command.Name} process could not be started: {exception.Message.TrimEnd('.')}.", exception);
        }
        finally
        {
            process?.StandardInput.Close();
            process?.Dispose();
        }
    }

    /// <summary>Its next start is to be of <paramref name="version"/>. Its process is not touched.</summary>
    public void Want(string version) => Record = Record with { WantedVersion = version == Record.Version ? null : version };

    /// <summary>It is written down: from now on it lives as long as it should.</summary>
    public void Release()
    {
        try
        {
            _lifeline?.WriteLine(ChildLife.Go);
            _lifeline?.Flush();
        }
        catch (IOException)
        {
            // It has died since; whoever watches it sees that.
            return;
        }
    }

    public Task<bool> EndAsync(TimeProvider time, CancellationToken cancellationToken) => Record.Process.EndAsync(s_grace, time, cancellationToken);

    /// <summary>Lets go of it. One that is not detached ends by that.</summary>
    public void Dispose()
    {
        _lifeline?.Dispose();
        _held?.Dispose();
    }

    /// <summary>The ports it serves on, once it does.</summary>
    private static async Task<int[]> ListenAsync(Process process, ChildCommand command, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(either.Token);
            return line?.Split(' ') switch
            {
                [ChildLife.Ready, .. var ports] => [.. ports.Select(port => int.Parse(port, CultureInfo.InvariantCulture))],
                [ChildLife.Busy] => throw new PortBusyException($"The {command.Name} process found its port taken."),
                _ => throw Died(command, await process.StandardError.ReadLineAsync(either.Token)),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SandboxException($"The {command.Name} process did not come up within {s_patience.TotalSeconds:0} s; {command.Log} may say why.");
        }
    }

    /// <summary>Its last words are in its log, unless its runtime did not even come to open that.</summary>
    private static SandboxException Died(ChildCommand command, string? words = null) => new(string.IsNullOrWhiteSpace(words)
        ? $"The {command.Name} process ended before it served; {command.Log} may say why."
        : $"The {command.Name} process ended before it served: {words.TrimEnd('.')}.");
}
