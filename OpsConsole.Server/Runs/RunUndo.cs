namespace OpsConsole.Server.Runs;

/// <summary>Takes back what a run has done: every effect in reverse, again and again until it is seen to be back, or a person is needed.</summary>
internal sealed partial class RunUndo(RunRecorder recorder, TimeProvider time, ILogger<RunUndo> logger)
{
    private static readonly TimeSpan s_undoLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_undoPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes everything back and ends the run; <paramref name="failure"/> says why.</summary>
    public async Task UndoAllAsync(StepContext context, IReadOnlyList<IStep> plan, string failure, CancellationToken stopping)
    {
        var proven = true;
        foreach (var step in plan.Reverse().Where(step => step.Undoable && context.PhaseOf(step) is not (StepPhase.Pending or StepPhase.Skipped or StepPhase.Undone)))
        {
            proven &= await UndoAsync(context, step, stopping);
        }

        var lasting = plan.Any(step => step.Lasting && context.PhaseOf(step) is not (StepPhase.Pending or StepPhase.Skipped));
        foreach (var step in plan.Where(step => context.PhaseOf(step) is StepPhase.Pending))
        {
            await recorder.RecordEventuallyAsync(context, step, StepPhase.Skipped, null, null);
        }

        var phase = !proven || lasting ? RunPhase.Failed : context.AbortedBy is not null ? RunPhase.Aborted : RunPhase.RolledBack;
        var remains = string.Concat(plan.Where(step => step.Remains is not null && context.PhaseOf(step) is not (StepPhase.Pending or StepPhase.Skipped)).Select(step => $" {step.Remains}"));
        failure += remains;
        await recorder.EndAsync(context, phase, proven ? failure : $"{failure} It could not be proven that this was taken back: look at the gateway, then switch or roll back.");
    }

    /// <summary>Takes one step back, again and again until it is seen to be; false when that was not to be had.</summary>
    private async Task<bool> UndoAsync(StepContext context, IStep step, CancellationToken stopping)
    {
        await recorder.RecordEventuallyAsync(context, step, StepPhase.Undoing, null, null);
        var started = time.GetTimestamp();
        while (true)
        {
            using var limit = new CancellationTokenSource(step.Limit, time);
            using var any = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
            string failure;
            try
            {
                var done = await step.UndoAsync(context, any.Token).WaitAsync(step.Limit + s_grace, time, stopping);
                await recorder.RecordEventuallyAsync(context, step, StepPhase.Undone, done, AuditOutcome.Undone);
                return true;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                throw;
            }
            catch (LeaseLostException)
            {
                throw;
            }
            catch (OperationCanceledException)
            {
                failure = $"taking {step.Name} back took longer than {step.Limit.TotalSeconds:0} s";
            }
            catch (TimeoutException)
            {
                failure = $"taking {step.Name} back did not even end when its {step.Limit.TotalSeconds:0} s were over";
            }
            catch (LeftAsItIsException exception)
            {
                await recorder.RecordEventuallyAsync(context, step, StepPhase.UndoFailed, exception.Message, AuditOutcome.Failed);
                return false;
            }
            catch (StepFailedException exception)
            {
                failure = exception.Message;
            }
            catch (Exception exception)
            {
                StepBroke(logger, context.Run.Id, step.Name, exception);
                failure = exception.Message;
            }

            if (time.GetElapsedTime(started) > s_undoLimit)
            {
                await recorder.RecordEventuallyAsync(context, step, StepPhase.UndoFailed, failure, AuditOutcome.Failed);
                return false;
            }

            context.Report(step.Name, $"not yet taken back: {failure}");
            await Task.Delay(s_undoPause, time, stopping);
        }
    }

    [LoggerMessage(LogLevel.Error, "Step {Step} of run {Run} broke")]
    private static partial void StepBroke(ILogger logger, long run, string step, Exception exception);
}
