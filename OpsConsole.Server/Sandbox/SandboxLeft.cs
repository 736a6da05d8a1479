using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Sandbox;

/// <summary>What the console before left, as its record tells and as it is.</summary>
internal sealed class SandboxLeft
{
    /// <summary>Children that are not detached end by themselves as soon as their console is gone.</summary>
    private static readonly TimeSpan s_byThemselves = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly SandboxRecord? _record;

    private SandboxLeft(SandboxRecord? record) => _record = record;

    /// <summary>The console that wrote the record, if it is another one and still runs.</summary>
    public ProcessIdentity? OtherConsole => _record is { Console: var console } && console != ProcessIdentity.Own && console.Lives() ? console : null;

    public IReadOnlyList<ChildRecord> Children => _record?.Children ?? [];

    public IEnumerable<ChildRecord> Alive => Children.Where(child => child.Process.Lives());

    /// <summary>Reads the record; without one, nothing was left.</summary>
    /// <exception cref="SandboxException">The record is damaged.</exception>
    public static SandboxLeft Read(string path)
    {
        try
        {
            return new SandboxLeft(DurableFile.Read<SandboxRecord>(path));
        }
        catch (InvalidDataException exception)
        {
            throw new SandboxException($"{exception.Message} End what it tells of, and delete it.", exception);
        }
    }

    /// <summary>Waits for the end of those that were to end with their console, and sees to it.</summary>
    public async Task EndAttachedAsync(TimeProvider time, CancellationToken cancellationToken)
        => await Task.WhenAll(Alive.Where(child => !child.Detached).Select(async child =>
        {
            if (!await child.Process.WaitForEndAsync(s_byThemselves, time, cancellationToken))
            {
                await child.Process.EndAsync(s_grace, time, cancellationToken);
            }
        }));

    /// <summary>Ends all that live. Their names and pids.</summary>
    public async Task<IReadOnlyList<ChildRecord>> EndAllAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var alive = Alive.ToArray();
        await Task.WhenAll(alive.Select(child => child.Process.EndAsync(s_grace, time, cancellationToken)));
        return alive;
    }
}
