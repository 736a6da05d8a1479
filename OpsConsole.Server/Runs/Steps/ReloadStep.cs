using OpsConsole.Server.Gateways;

namespace OpsConsole.Server.Runs.Steps;

/// <summary>Has the gateway read its configuration anew. That must not move traffic; its undo puts back what was kept before.</summary>
internal sealed class ReloadStep(Weights wanted) : IStep
{
    public string Name => StepNames.Reload;

    public TimeSpan Limit => TimeSpan.FromSeconds(30);

    public bool Undoable => true;

    public async Task<string> DoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var gateway = context.Environment.Gateway!;
        try
        {
            // Never broken off half-way, as no change of a gateway is.
            await gateway.ReloadAsync(CancellationToken.None);
        }
        catch (GatewayException exception)
        {
            throw new StepFailedException(exception.Message, exception);
        }

        await GatewayProof.RequireAsync(gateway, wanted, null, cancellationToken);
        return await gateway.ExportAsync(cancellationToken) == await context.SnapshotAsync(cancellationToken)
            ? "read anew; nothing in it had changed"
            : "read anew; it had changed, and sends traffic where it went before";
    }

    public async Task<string> UndoAsync(StepContext context, CancellationToken cancellationToken)
    {
        var gateway = context.Environment.Gateway!;
        if (await context.SnapshotAsync(cancellationToken) is not { } kept)
        {
            return "nothing was touched";
        }

        try
        {
            await gateway.ImportAsync(kept, cancellationToken);
            await GatewayProof.RequireAsync(gateway, wanted, null, cancellationToken);
        }
        catch (GatewayException exception)
        {
            throw new StepFailedException(exception.Message, exception);
        }

        return "the configuration that was kept is in force again";
    }

    /// <summary>Whether it was read cannot be seen; to read it once more does no harm. Afterwards what counts is where traffic goes.</summary>
    public async Task<StepLook> LookAsync(StepContext context, CancellationToken cancellationToken)
        => context.PhaseOf(this) is StepPhase.Running ? StepLook.NotDone : await GatewayProof.LookAsync(context.Environment.Gateway!, wanted, cancellationToken);
}
