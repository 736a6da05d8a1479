using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>
/// Carries a run to its end: every step in turn, or, once one fails or a person aborts, every effect taken back in reverse.
/// Each step is written down before it is tried, so that a run whose console died is taken up where its log ends.
/// </summary>
internal sealed partial class RunExecutor(RunRecorder recorder, RunUndo undo, TimeProvider time, ILogger<RunExecutor> logger)
{
    /// <summary>A run that was interrupted for longer, before it had moved anything, is not taken up: nobody expects it any more.</summary>
    private static readonly TimeSpan s_longAway = TimeSpan.FromMinutes(1);

    /// <summary>A step that was told to stop has so long to do it.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    /// <summary>Starts a run, or takes it up. Ends when the run has ended; throws when the console stops before that.</summary>
    /// <param name="context">The run.</param>
    /// <param name="plan">Its steps.</param>
    /// <param name="stopping">The console stops.</param>
    public async Task ExecuteAsync(StepContext context, IReadOnlyList<IStep> plan, CancellationToken stopping)
    {
        try
        {
            var failure = RunHistory.IsUndoing(context.Run) ? LastFailure(context.Run) : await DoAllAsync(context, plan, stopping);
            if (failure is null && await recorder.EndAsync(context, RunPhase.Succeeded, Sentence(context.Run)))
            {
                return;
            }

            await undo.UndoAllAsync(context, plan, failure ?? Aborted(context), stopping);
        }
        finally
        {
            if (context.Watch is { } watch)
            {
                await watch.DisposeAsync();
            }
        }
    }

    private async Task<string?> DoAllAsync(StepContext context, IReadOnlyList<IStep> plan, CancellationToken stopping)
    {
        // Asked once, at the beginning: a clock that jumps in the middle of a run has nothing to do with it.
        if (Away(context, plan) is { } away)
        {
            return away;
        }

        foreach (var step in plan.Where(step => context.PhaseOf(step) is not StepPhase.Succeeded))
        {
            // An abort counts from when it is said: that it is told a moment later must not let another step begin.
            var failure = context.AbortedBy is not null ? Aborted(context) : await DoAsync(context, step, stopping);
            if (failure is not null)
            {
                return failure;
            }
        }

        // Somebody may have stopped it after its last step, or before its console died.
        return context.AbortedBy is not null ? Aborted(context) : await StandsAsync(context, plan, stopping);
    }

    /// <summary>Does one step; gives why it failed, or null.</summary>
    private async Task<string?> DoAsync(StepContext context, IStep step, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(step.Limit, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(context.Aborted, limit.Token, stopping);
        string failure;
        try
        {
            any.Token.ThrowIfCancellationRequested();
            var interrupted = context.PhaseOf(step) is StepPhase.Running;
            await recorder.RecordAsync(context, step, StepPhase.Running, interrupted ? "taken up after a restart" : null, stopping);
            var done = interrupted && await step.LookAsync(context, any.Token) is StepLook.Done
                ? "found done after a restart"
                : await step.DoAsync(context, any.Token).WaitAsync(step.Limit + s_grace, time, stopping);
            await recorder.RecordAsync(context, step, StepPhase.Succeeded, done, stopping);
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (LeaseLostException)
        {
            throw;
        }
        catch (OperationCanceledException) when (context.Aborted.IsCancellationRequested)
        {
            failure = Aborted(context);
        }
        catch (OperationCanceledException)
        {
            failure = $"{step.Name} took longer than {step.Limit.TotalSeconds:0} s.";
        }
        catch (TimeoutException)
        {
            failure = $"{step.Name} did not even end when its {step.Limit.TotalSeconds:0} s were over; it was left alone.";
        }
        catch (StepFailedException exception)
        {
            failure = exception.Message;
        }
        catch (StoreException exception)
        {
            failure = $"{step.Name} could not be entered: {exception.Message}";
        }
        catch (Exception exception)
        {
            // A bug, or something outside that nobody foresaw: the run goes back all the same.
            StepBroke(logger, context.Run.Id, step.Name, exception);
            failure = $"{step.Name} broke: {exception.Message}";
        }

        if (context.PhaseOf(step) is StepPhase.Running)
        {
            await recorder.RecordEventuallyAsync(context, step, StepPhase.Failed, failure, AuditOutcome.Failed);
        }

        return failure;
    }

    /// <summary>
    /// Whether everything that was done is still so; null, or what is not. A step that was done once says nothing of now: a gateway
    /// that was started anew in the bake, or that somebody else has changed, must not end as a success.
    /// </summary>
    private async Task<string?> StandsAsync(StepContext context, IReadOnlyList<IStep> plan, CancellationToken stopping)
    {
        foreach (var step in plan.Where(step => step.Undoable && context.PhaseOf(step) is StepPhase.Succeeded).GroupBy(step => step.Effect, StringComparer.Ordinal).Select(same => same.Last()))
        {
            var look = await StandingLook.OfAsync(step, context, time, stopping);
            if (look is not StepLook.Done)
            {
                return look is StepLook.NotDone ? $"What {step.Name} did does not stand any more." : $"Whether what {step.Name} did still stands cannot be seen.";
            }
        }

        return null;
    }

    private string? Away(StepContext context, IReadOnlyList<IStep> plan)
    {
        var run = context.Run;
        if (plan.Any(step => (step.Undoable || step.Lasting) && context.PhaseOf(step) is not StepPhase.Pending))
        {
            return null;
        }

        var last = run.Steps.Max(step => step.EndedAt ?? step.StartedAt) ?? context.Record.BegunAt ?? run.CreatedAt;
        var away = time.GetUtcNow() - last;
        return run.Operation is not Operation.Rollback && away > s_longAway
            ? $"The console was away for {away.TotalSeconds:0} s before anything had been changed; a run that old is not taken up."
            : null;
    }

    private static string Aborted(StepContext context) => $"Aborted by {context.AbortedBy}.";

    private static string? LastFailure(RunState run)
        => run.Steps.LastOrDefault(step => step.State is StepPhase.Failed)?.Detail ?? "Interrupted while it was being taken back.";

    private static string Sentence(RunState run) => run.Steps[^1].Detail is { } detail ? $"{run.Steps[^1].Name}: {detail}" : "Done.";

    [LoggerMessage(LogLevel.Error, "Step {Step} of run {Run} broke")]
    private static partial void StepBroke(ILogger logger, long run, string step, Exception exception);
}
