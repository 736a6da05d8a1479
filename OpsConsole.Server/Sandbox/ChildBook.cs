using System.Collections.Concurrent;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Sandbox;

/// <summary>The children of one environment and the record of them: a child is written down before it may live.</summary>
internal sealed class ChildBook(string file, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, ChildProcess> _children = new(StringComparer.Ordinal);
    private readonly Lock _saving = new();
    private bool _isOurs;

    public bool IsEmpty => _children.IsEmpty;

    /// <summary>Whether the record is there: without it the sandbox was stopped from outside, on purpose.</summary>
    public bool IsKept => File.Exists(file);

    public IEnumerable<ChildProcess> Alive => _children.Values.Where(child => child.Lives).OrderBy(child => child.Record.Name, StringComparer.Ordinal);

    /// <summary>Whether another console keeps these children: this process only asks them.</summary>
    public bool IsVisiting { get; private set; }

    public ChildProcess? Find(string name)
    {
        // Whoever keeps a child may have started it anew since.
        if (IsVisiting && _children.GetValueOrDefault(name) is not { Lives: true })
        {
            Visit();
        }

        return _children.GetValueOrDefault(name);
    }

    /// <summary>Finds what another console, or a detached sandbox, keeps running, without taking it over.</summary>
    /// <exception cref="SandboxException">The record is damaged.</exception>
    public void Visit()
    {
        IsVisiting = true;
        foreach (var child in SandboxLeft.Read(file).Children)
        {
            Take(child);
        }
    }

    /// <summary>Takes over a child of the console before, dead or alive.</summary>
    public void Take(ChildRecord found) => _children[found.Name] = ChildProcess.Found(found);

    /// <summary>Starts a child in place of the one of the same name.</summary>
    /// <exception cref="PortBusyException">Its port is taken.</exception>
    /// <exception cref="SandboxException">It did not come up, or could not be written down.</exception>
    public async Task StartAsync(ChildCommand command, CancellationToken cancellationToken)
    {
        var child = await ChildProcess.StartAsync(command, time, cancellationToken);
        var old = Find(command.Name);
        _children[command.Name] = child;
        try
        {
            Save();
        }
        catch
        {
            // What is not written down may not live, and may not be taken for what does.
            PutBack(command.Name, old);
            child.Dispose();
            throw;
        }

        child.Release();
        old?.Dispose();
    }

    /// <summary>Writes down which version the next start of a slot is to have.</summary>
    /// <exception cref="SandboxException">It could not; nothing is wanted then that was not before.</exception>
    public void Want(string name, string version)
    {
        var child = _children[name];
        var before = child.Record.NextVersion!;
        child.Want(version);
        try
        {
            Save();
        }
        catch
        {
            child.Want(before);
            throw;
        }
    }

    /// <summary>Writes down who is there, and that this console is theirs.</summary>
    /// <exception cref="SandboxException">It could not.</exception>
    public void Save()
    {
        try
        {
            lock (_saving)
            {
                DurableFile.Write(file, new SandboxRecord(ProcessIdentity.Own, [.. _children.Values.Select(child => child.Record).OrderBy(record => record.Name, StringComparer.Ordinal)]));
                _isOurs = true;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException($"{file} cannot be written: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>Ends them all, the gateway first, and forgets them. A console that never took them over (its start was refused) leaves them alone.</summary>
    public async Task EndAllAsync(CancellationToken cancellationToken)
    {
        if (!_isOurs)
        {
            return;
        }

        if (Find(SandboxPlan.GatewayName) is { } gateway)
        {
            await gateway.EndAsync(time, cancellationToken);
        }

        await Task.WhenAll(_children.Values.Select(child => child.EndAsync(time, cancellationToken)));
        File.Delete(file);
    }

    /// <summary>A start has failed: what this console started ends again, what it found stays as it was.</summary>
    public async Task TakeBackAsync()
    {
        var own = _children.Values.Where(child => child.IsOwn).ToArray();
        await Task.WhenAll(own.Select(child => child.EndAsync(time, CancellationToken.None)));
        if (own.Length == _children.Count && own.Length > 0)
        {
            File.Delete(file);
        }
    }

    public void Dispose()
    {
        foreach (var child in _children.Values)
        {
            child.Dispose();
        }
    }

    private void PutBack(string name, ChildProcess? old)
    {
        if (old is null)
        {
            _children.TryRemove(name, out _);
        }
        else
        {
            _children[name] = old;
        }
    }
}
