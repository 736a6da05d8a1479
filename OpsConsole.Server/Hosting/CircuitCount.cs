using Microsoft.AspNetCore.Components.Server.Circuits;

namespace OpsConsole.Server.Hosting;

/// <summary>How many pages are open in browsers, those included whose connection is away for a moment.</summary>
internal sealed class CircuitCount : CircuitHandler
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _open);
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref _open);
        return Task.CompletedTask;
    }
}
