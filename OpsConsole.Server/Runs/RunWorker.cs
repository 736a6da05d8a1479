using OpsConsole.Server.Live;
using OpsConsole.Server.Runs.Plans;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>
/// Holds the lease of every environment and carries out whatever run is written down there: one that was just asked for, here or by the
/// command line, or one whose console died. While another process holds the lease it only tells the feed what that one does.
/// </summary>
internal sealed partial class RunWorker(
    RunDesks desks, LeaseKeeper keeper, Leases leases, RunLog log, RunPlans plans, RunExecutor executor, RunJournal journal, RunFollower follower, RunWaiting waiting, LiveFeed feed, TimeProvider time, ILogger<RunWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_pauseAfterTrouble = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(desks.All.Select(desk => WorkAsync(desk, stoppingToken)));

    private async Task WorkAsync(RunDesk desk, CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await desk.NewsAsync(await LookAsync(desk, stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The console stops; a run at work has heard that too, and is left where it is.
            await (desk.Work ?? Task.CompletedTask).ConfigureAwait(Pause.Quietly);
            await keeper.ReleaseAsync(desk);
        }
    }

    /// <summary>Looks once; gives how long to wait before the next look. Whatever goes wrong here must not end the looking.</summary>
    private async Task<TimeSpan> LookAsync(RunDesk desk, CancellationToken stoppingToken)
    {
        try
        {
            await keeper.HoldAsync(desk, stoppingToken);
            await (desk.Lease is not null ? ActAsync(desk, stoppingToken) : follower.FollowAsync(desk, stoppingToken));
            return s_tick;
        }
        catch (StoreException exception)
        {
            NotNow(logger, desk.Environment.Name, exception.Message);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Broke(logger, desk.Environment.Name, exception);
        }

        return s_pauseAfterTrouble;
    }

    private async Task ActAsync(RunDesk desk, CancellationToken stoppingToken)
    {
        if (desk.Work is { IsCompleted: true } ended)
        {
            (desk.Work, desk.Context) = (null, null);
            await ended;
        }

        if (desk.Context is { } context)
        {
            Signal(context, await log.FindActiveAsync(desk.Environment.Name, stoppingToken));
        }
        else if (desk.Left is { } left)
        {
            Begin(desk, left, stoppingToken);
        }
        else if (!journal.IsWritten)
        {
            // The store is behind: a run that has ended may still look as if it were at work there.
            return;
        }
        else if (await log.FindActiveAsync(desk.Environment.Name, stoppingToken) is { } known)
        {
            Begin(desk, known, stoppingToken);
        }
        else if (await waiting.LookAsync(desk, stoppingToken))
        {
            desk.Nudge();
        }
        else
        {
            await follower.FollowAsync(desk, stoppingToken);
        }
    }

    private void Begin(RunDesk desk, RunRecord record, CancellationToken stoppingToken)
    {
        var context = new StepContext(record, desk.Environment, desk.Lease!, journal, leases, feed, time);
        Signal(context, record);
        desk.Context = context;
        desk.Work = RunAsync(desk, context, plans.For(record.State), stoppingToken);
    }

    private async Task RunAsync(RunDesk desk, StepContext context, IReadOnlyList<IStep> plan, CancellationToken stoppingToken)
    {
        using (context)
        {
            try
            {
                context.Become(context.Run);
                await GatewayPatience.WaitAsync(context, time, stoppingToken);
                await executor.ExecuteAsync(context, plan, stoppingToken);
                if (UndoTime.RecordOf(context.Run) is { } undone)
                {
                    feed.Publish(undone);
                }
            }
            catch (LeaseLostException exception)
            {
                NotNow(logger, context.Run.Environment, exception.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                LeftOpen(logger, context.Run.Id, context.Run.State);
            }
        }

        desk.Nudge();
    }

    /// <summary>Passes on what a person asked of the run, through whichever process.</summary>
    private static void Signal(StepContext context, RunRecord? known)
    {
        if (known?.State.Id == context.Run.Id && known.StopBy is { } by)
        {
            if (known.StopKind == RunRecord.Abort)
            {
                context.Abort(by);
            }
            else if (known.StopStep is { } bake)
            {
                context.Confirm(bake, by);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Runs of {Environment} wait: {Reason}")]
    private static partial void NotNow(ILogger logger, string environment, string reason);

    [LoggerMessage(LogLevel.Error, "Runs of {Environment} wait: looking after them broke")]
    private static partial void Broke(ILogger logger, string environment, Exception exception);

    [LoggerMessage(LogLevel.Information, "Run {Run} is left {State}: the next console takes it up")]
    private static partial void LeftOpen(ILogger logger, long run, RunPhase state);
}
