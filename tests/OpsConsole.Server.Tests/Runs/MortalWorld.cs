using System.Text.Json;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Gateways;
using OpsConsole.Server.Runs;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Tests.Runs;

/// <summary>
/// A gateway, a clock and a store's clock in one, which die at the n-th time anything of the outside is touched. What is dead touches
/// nothing more: everything after that instant fails, as it does for a process that was killed.
/// </summary>
internal sealed class MortalWorld : TimeProvider, IGateway, IAuditClock
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _dead = new();
    private int _left;

    public MortalWorld(Weights weights, int diesAt = int.MaxValue)
    {
        Weights = weights;
        _left = diesAt;
    }

    public Weights Weights { get; private set; }

    /// <summary>How often the outside was touched.</summary>
    public int Touched { get; private set; }

    /// <summary>Cancelled at the instant of death.</summary>
    public CancellationToken Dead => _dead.Token;

    /// <summary>What the store answers to every write with an entry; null while it is well.</summary>
    public StoreException? StoreFault { get; set; }

    /// <summary>What the gateway answers to every change; null while it is well.</summary>
    public GatewayException? GatewayFault { get; set; }

    public string Kind => "test";

    public Uri FrontDoor => new("http://127.0.0.1:9");

    public long? BoundMs
    {
        get
        {
            Touch();
            return StoreFault is { } fault ? throw fault : null;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        Touch();
        return base.GetUtcNow();
    }

    public Task<IReadOnlyList<GatewayReading>> ReadAsync(CancellationToken cancellationToken)
    {
        Touch();
        return Task.FromResult<IReadOnlyList<GatewayReading>>([new GatewayReading("one", Weights, null)]);
    }

    public Task SetWeightsAsync(Weights weights, CancellationToken cancellationToken)
    {
        Touch();
        if (GatewayFault is { } fault)
        {
            throw fault;
        }

        Weights = weights;
        Touch();
        return Task.CompletedTask;
    }

    public string Diff(Weights from, Weights to) => $"- {from}\n+ {to}";

    public Task<string> ExportAsync(CancellationToken cancellationToken) => Task.FromResult(JsonSerializer.Serialize(Weights, WeightsJson.Options));

    public Task ImportAsync(string configuration, CancellationToken cancellationToken)
        => SetWeightsAsync(JsonSerializer.Deserialize<Weights>(configuration, WeightsJson.Options)!, cancellationToken);

    public Task ReloadAsync(CancellationToken cancellationToken) => SetWeightsAsync(Weights, cancellationToken);

    private void Touch()
    {
        lock (_lock)
        {
            Touched++;
            if (--_left <= 0)
            {
                _dead.Cancel();
                throw new OperationCanceledException("killed", _dead.Token);
            }
        }
    }
}

/// <summary>A shift without a front door: what the gateway says is all there is.</summary>
internal sealed class BareShift : IStep
{
    public string Name => StepNames.Shift;

    public TimeSpan Limit => TimeSpan.FromSeconds(30);

    public bool Undoable => true;

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        await context.EstablishAsync(Weights.AllTo(context.Target), false, cancellationToken);
        await ChangeAsync(context, Weights.AllTo(context.Target), cancellationToken);
        return "shifted";
    }

    public async Task<string> UndoAsync(StepContext context, CancellationToken cancellationToken)
    {
        await context.EstablishEventuallyAsync(context.Before, false);
        await ChangeAsync(context, context.Before, cancellationToken);
        await context.EstablishEventuallyAsync(context.Before, true);
        return "shifted back";
    }

    public async Task<StepLook> LookAsync(StepContext context, CancellationToken cancellationToken)
        => (await context.Environment.Gateway!.ReadAsync(cancellationToken))[0].Weights == Weights.AllTo(context.Target) ? StepLook.Done : StepLook.NotDone;

    private static async Task ChangeAsync(StepContext context, Weights weights, CancellationToken cancellationToken)
    {
        try
        {
            await context.Environment.Gateway!.SetWeightsAsync(weights, cancellationToken);
        }
        catch (GatewayException exception)
        {
            throw new StepFailedException(exception.Message, exception);
        }
    }
}

/// <summary>A step that does what a test wants.</summary>
internal sealed class ScriptedStep(string name, Func<StepContext, CancellationToken, Task<string>> act) : IStep
{
    public string Name => name;

    public TimeSpan Limit => TimeSpan.FromSeconds(30);

    public Task<string> DoAsync(StepContext context, CancellationToken cancellationToken) => act(context, cancellationToken);

    public static ScriptedStep Good(string name) => new(name, (_, _) => Task.FromResult($"{name} done"));

    public static ScriptedStep Bad(string name, string why) => new(name, (_, _) => throw new StepFailedException(why));
}
