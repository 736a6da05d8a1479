namespace OpsConsole.Client.Runs;

/// <summary>
/// What was pressed on this page. A press counts as executing until a newer picture of the environment shows what came of
/// it, so no button comes back to life before the world has answered; and nothing is shown that has not happened.
/// </summary>
internal sealed class RunActions(IRuns runs)
{
    private readonly Dictionary<string, Look> _pressed = new(StringComparer.Ordinal);

    /// <summary>Raised when a press begins or is refused, on the thread of the page.</summary>
    public event EventHandler? Changed;

    /// <summary>The last refusal in each environment, until the next press.</summary>
    public Dictionary<string, Refusal> Refusals { get; } = new(StringComparer.Ordinal);

    public bool IsExecuting(EnvironmentState? environment, RunState? active)
        => environment is not null && _pressed.TryGetValue(environment.Name, out var seen) && seen == Look.At(environment, active);

    public Task<Refusal?> StartAsync(Actor actor, EnvironmentState environment, RunRequest request, string key)
        => PressAsync(environment, null, () => runs.StartAsync(actor, environment.Name, request, key, CancellationToken.None));

    public Task<Refusal?> AbortAsync(Actor actor, EnvironmentState environment, RunState run)
        => PressAsync(environment, run, () => runs.AbortAsync(actor, run.Id, CancellationToken.None));

    public Task<Refusal?> ConfirmAsync(Actor actor, EnvironmentState environment, RunState run)
        => PressAsync(environment, run, () => runs.ConfirmAsync(actor, run.Id, CancellationToken.None));

    public Task<Refusal?> ApproveAsync(Actor actor, EnvironmentState environment, RunState run)
        => PressAsync(environment, run, () => runs.ApproveAsync(actor, run.Id, CancellationToken.None));

    /// <summary>Keeps the way back warm for longer. It hinders no other press.</summary>
    public async Task KeepWarmAsync(Actor actor, EnvironmentState environment, int seconds)
    {
        Refusals.Remove(environment.Name);
        if ((await runs.KeepWarmAsync(actor, environment.Name, seconds, CancellationToken.None)).Refusal is { } refusal)
        {
            Refusals[environment.Name] = refusal;
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    private async Task<Refusal?> PressAsync(EnvironmentState environment, RunState? active, Func<Task<Result<RunState>>> act)
    {
        _pressed[environment.Name] = Look.At(environment, active);
        Refusals.Remove(environment.Name);
        Changed?.Invoke(this, EventArgs.Empty);
        var taken = false;
        try
        {
            var answer = await act();
            var refusal = answer.Refusal;
            // One that waits for a person or for its time changes nothing yet: there is nothing to see before the next press.
            taken = answer.Value is { Waits: false };
            if (refusal is not null)
            {
                Refusals[environment.Name] = refusal;
            }

            return refusal;
        }
        finally
        {
            if (!taken)
            {
                _pressed.Remove(environment.Name);
            }

            Changed?.Invoke(this, EventArgs.Empty);
        }
    }

    /// <summary>Forgets the last refusal: it was read.</summary>
    public void Dismiss(string environment)
    {
        if (Refusals.Remove(environment))
        {
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }

    /// <summary>What of an environment changes when a press had an effect.</summary>
    private sealed record Look(long? Active, long? Last, RunPhase? Phase)
    {
        public static Look At(EnvironmentState environment, RunState? active) => new(environment.ActiveRun, environment.LastRun, active?.State);
    }
}
