using OpsConsole.Server.Environments;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>Tests of whole runs: a store, a small world and a console over both, anew for each test.</summary>
public abstract class SmallConsoleTests : IAsyncLifetime
{
    private protected readonly TempDatabase _store = new();
    private protected SmallWorld _world = null!;
    private protected SmallConsole _console = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await SmallWorld.StartAsync();
        _console = await SmallConsole.StartAsync(_store.Database, Arrange());
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        await _world.DisposeAsync();
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The environment as these tests want it; the world is there, the console is not yet.</summary>
    private protected virtual ManagedEnvironment Arrange() => _world.Environment();

    /// <summary>Ends when a test may begin.</summary>
    private protected virtual Task ReadyAsync() => _console.ReadyAsync();
}
