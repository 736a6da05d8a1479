namespace OpsConsole.Server.Sandbox;

/// <summary>
/// The children of one environment: the gateway, and for the built-in sandbox both slots. Each change is written down before it counts.
/// </summary>
internal sealed partial class SandboxChildren : IDisposable
{
    private readonly SemaphoreSlim _change = new(1, 1);
    private readonly TimeProvider _time;
    private readonly ILogger<SandboxChildren> _logger;
    private readonly ChildBook _book;
    private readonly ChildLaunch _launch;
    private readonly SlotReplacement _replacement;
    private readonly SandboxHold _hold;
    private string? _lastComplaint;

    public SandboxChildren(SandboxPlan plan, TimeProvider time, ILogger<SandboxChildren> logger)
    {
        Plan = plan;
        _time = time;
        _logger = logger;
        _book = new ChildBook(plan.RecordFile, time);
        _launch = new ChildLaunch(plan, _book);
        _replacement = new SlotReplacement(_book, _launch, time);
        _hold = new SandboxHold(plan);
    }

    public SandboxPlan Plan { get; }

    /// <summary>The child of that name, dead or alive; null before it was ever started.</summary>
    public ChildProcess? Find(string name) => _book.Find(name);

    public Uri? AddressOf(Slot slot) => _launch.AddressOf(slot);

    /// <summary>Takes over what the console before left running, or starts anew. <paramref name="beginning"/> hears of weights that begin afresh.</summary>
    /// <exception cref="SandboxException">It does not come up; nothing is left running that was not before.</exception>
    public async Task BootAsync(Func<Weights, Task> beginning, CancellationToken cancellationToken)
    {
        await _change.WaitAsync(cancellationToken);
        try
        {
            _hold.Take();
            await TakeOverAsync(cancellationToken);
            if (_book.IsEmpty)
            {
                await BeginAsync(beginning, cancellationToken);
            }

            if (Find(SandboxPlan.GatewayName) is not { Lives: true })
            {
                await _launch.StartGatewayAsync(cancellationToken);
            }

            _book.Save();
            Up(_logger, Plan.Environment, Plan.Address, string.Join(", ", _book.Alive.Select(child => $"{child.Record.Name} (pid {child.Record.Process.Pid})")));
        }
        catch
        {
            await _book.TakeBackAsync();
            _hold.Dispose();
            throw;
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>Finds what another console, or a detached sandbox, keeps running, without taking it over: to ask it, not to end it.</summary>
    /// <exception cref="SandboxException">The record is damaged.</exception>
    public void Visit() => _book.Visit();

    /// <summary>Brings a gateway back that has died, with the weights it kept. A slot that has died stays down until somebody restarts it.</summary>
    public async Task KeepGatewayAsync(CancellationToken cancellationToken)
    {
        if (Find(SandboxPlan.GatewayName) is not { Lives: false } dead || !_book.IsKept)
        {
            return;
        }

        await _change.WaitAsync(cancellationToken);
        try
        {
            await _launch.StartGatewayAsync(cancellationToken);
            _lastComplaint = null;
            GatewayBack(_logger, Plan.Environment, dead.Record.Process.Pid, Find(SandboxPlan.GatewayName)!.Record.Process.Pid);
        }
        catch (SandboxException exception)
        {
            if (_lastComplaint != exception.Message)
            {
                GatewayGone(_logger, Plan.Environment, exception.Message);
            }

            _lastComplaint = exception.Message;
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>Ends a slot's process, if it lives, and starts it anew where it was, so that the gateway finds it again.</summary>
    /// <exception cref="SandboxException">It could not be ended or started.</exception>
    public Task RestartSlotAsync(Slot slot, CancellationToken cancellationToken)
        => ChangeAsync(() => _replacement.RestartAsync(slot, cancellationToken), cancellationToken);

    /// <summary>The same with another version; nothing is done where that runs already.</summary>
    /// <exception cref="SandboxException">It could not be ended or started.</exception>
    public Task UpgradeSlotAsync(Slot slot, string version, CancellationToken cancellationToken)
        => ChangeAsync(() => _replacement.UpgradeAsync(slot, version, cancellationToken), cancellationToken);

    /// <summary>The console stops. Detached children stay as they are; the others end, the gateway first.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _change.WaitAsync(cancellationToken);
        try
        {
            if (!Plan.Detached)
            {
                await _book.EndAllAsync(cancellationToken);
            }
        }
        finally
        {
            _hold.Dispose();
            _change.Release();
        }
    }

    public void Dispose()
    {
        _book.Dispose();
        _hold.Dispose();
        _change.Dispose();
    }

    private async Task ChangeAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        await _change.WaitAsync(cancellationToken);
        try
        {
            await change();
        }
        finally
        {
            _change.Release();
        }
    }

    private async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        var left = SandboxLeft.Read(Plan.RecordFile);
        if (left.OtherConsole is { } other)
        {
            throw _hold.RefusedFor(other.Pid);
        }

        await left.EndAttachedAsync(_time, cancellationToken);

        // When anything lives, a dead slot is taken over too: its place is known, and it stays down until it is restarted.
        foreach (var child in left.Alive.Any() ? left.Children : [])
        {
            _book.Take(child);
        }

        if (Find(SandboxPlan.GatewayName) is { Lives: true } gateway && !_launch.Suits(gateway.Record))
        {
            // The settings ask for another front door, or other slots behind it.
            await gateway.EndAsync(_time, cancellationToken);
        }
    }

    private async Task BeginAsync(Func<Weights, Task> beginning, CancellationToken cancellationToken)
    {
        if (Plan.External is null)
        {
            File.Delete(Plan.WeightsFile);
            await Task.WhenAll(Enum.GetValues<Slot>().Select(slot => _launch.StartSlotAsync(slot, SandboxPlan.FirstVersionOf(slot), 0, cancellationToken)));
        }

        if (!File.Exists(Plan.WeightsFile))
        {
            await beginning(Weights.AllTo(Slot.Blue));
        }
    }

    [LoggerMessage(LogLevel.Information, "'{Environment}' is served on {FrontDoor}: {Children}")]
    private static partial void Up(ILogger logger, string environment, string frontDoor, string children);

    [LoggerMessage(LogLevel.Warning, "The gateway of '{Environment}' (pid {Old}) had died; it is back with its weights (pid {New})")]
    private static partial void GatewayBack(ILogger logger, string environment, int old, int @new);

    [LoggerMessage(LogLevel.Error, "The gateway of '{Environment}' has died and does not come back yet: {Reason}")]
    private static partial void GatewayGone(ILogger logger, string environment, string reason);
}
