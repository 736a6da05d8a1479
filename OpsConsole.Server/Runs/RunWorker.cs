using OpsConsole.Server.Environments;
using OpsConsole.Server.Live;
using OpsConsole.Server.Runs.Plans;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>
/// Holds the lease of every environment and carries out whatever run is written down there: one that was just asked for, here or by the
/// command line, or one whose console died. While another process holds the lease it only tells the feed what that one does.
/// </summary>
internal sealed partial class RunWorker(
    EnvironmentCatalogue catalogue, Leases leases, RunLog log, RunPlans plans, RunExecutor executor, RunJournal journal, RunFollower follower, LiveFeed feed, TimeProvider time, ILogger<RunWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, RunDesk> _desks = catalogue.All
        .Where(environment => environment.Gateway is not null)
        .ToDictionary(environment => environment.Name, environment => new RunDesk(environment), StringComparer.Ordinal);

    /// <summary>Looks at <paramref name="environment"/> at once: something was asked for.</summary>
    public void Nudge(string environment)
    {
        if (_desks.TryGetValue(environment, out var desk) && desk.News.CurrentCount == 0)
        {
            desk.News.Release();
        }
    }

    /// <summary>Takes a rollback that could not be written down yet: it does not wait for the store.</summary>
    public void TakeUnwritten(RunRecord record)
    {
        _desks[record.State.Environment].Leave(record);
        Nudge(record.State.Environment);
    }

    /// <summary>Stops a run that this process carries out, though that cannot be written down now; false when it carries out no such run.</summary>
    public bool AbortUnwritten(long run, string by)
    {
        var context = _desks.Values.Select(desk => desk.Context).FirstOrDefault(context => context?.Run.Id == run);
        context?.Abort(by);
        return context is not null;
    }

    /// <summary>Whether this process may act on <paramref name="environment"/>.</summary>
    public bool Holds(string environment) => _desks.TryGetValue(environment, out var desk) && desk.Lease is not null;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_desks.Values.Select(desk => WorkAsync(desk, stoppingToken)));

    private async Task WorkAsync(RunDesk desk, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await HoldAsync(desk, stoppingToken);
                await (desk.Lease is not null ? ActAsync(desk, stoppingToken) : follower.FollowAsync(desk, stoppingToken));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested && exception is StoreException or InvalidOperationException)
            {
                NotNow(logger, desk.Environment.Name, exception.Message);
            }

            await desk.News.WaitAsync(s_tick, stoppingToken);
        }
    }

    private async Task HoldAsync(RunDesk desk, CancellationToken stoppingToken)
    {
        if (desk.RenewedAt is { } renewed && time.GetElapsedTime(renewed) < s_renewal)
        {
            return;
        }

        desk.RenewedAt = time.GetTimestamp();
        Lease? held;
        try
        {
            held = await leases.TryHoldAsync(desk.Environment.Name, stoppingToken);
        }
        catch (StoreException exception) when (desk.Lease is not null)
        {
            // Nobody else can write either: whoever held it before goes on, so that a way back stays open.
            NotNow(logger, desk.Environment.Name, exception.Message);
            return;
        }

        // To act is the usual case, and not worth a word at the start; to stand by is, and so is every change.
        if (desk.First ? held is null : (held is null) != (desk.Lease is null))
        {
            Standing(logger, desk.Environment.Name, held is null ? "another console acts on it; this one stands by" : "this console acts on it");
        }

        desk.First = false;
        desk.Lease = held;
    }

    private async Task ActAsync(RunDesk desk, CancellationToken stoppingToken)
    {
        if (desk.Work is { IsCompleted: true } ended)
        {
            (desk.Work, desk.Context) = (null, null);
            await ended;
        }

        var known = (desk.Context is null ? desk.TakeLeft() : null) ?? await FindActiveAsync(desk, stoppingToken);
        if (desk.Context is { } context)
        {
            Signal(context, known);
        }
        else if (known is not null)
        {
            Begin(desk, known, stoppingToken);
        }
        else
        {
            await follower.FollowAsync(desk, stoppingToken);
        }
    }

    /// <summary>The run at work, by the log: as long as the log is behind what was done, it is not asked, or it would have a run done twice.</summary>
    private async Task<RunRecord?> FindActiveAsync(RunDesk desk, CancellationToken stoppingToken)
        => desk.Context is null && !journal.FlushAsync().IsCompleted ? null : await log.FindActiveAsync(desk.Environment.Name, stoppingToken);

    private void Begin(RunDesk desk, RunRecord record, CancellationToken stoppingToken)
    {
        var context = new StepContext(record, desk.Environment, desk.Lease!, journal, leases, feed, time);
        Signal(context, record);
        desk.Context = context;
        desk.Work = RunAsync(context, plans.For(record.State.Operation, record.State.BakeSeconds), stoppingToken);
    }

    private async Task RunAsync(StepContext context, IReadOnlyList<IStep> plan, CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        using (context)
        {
            try
            {
                context.Become(context.Run);
                await GatewayPatience.WaitAsync(context, time, stoppingToken);
                await executor.ExecuteAsync(context, plan, stoppingToken);
                if (context.Run.Operation is Operation.Rollback || context.Run.State is RunPhase.RolledBack or RunPhase.Aborted)
                {
                    feed.Publish(new UndoRecord(context.Run.Environment, context.Run.EndedAt!.Value, UndoTime.Of(context.Run) ?? time.GetElapsedTime(started).TotalSeconds));
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
            else
            {
                context.Confirm(by);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Runs of {Environment} wait: {Reason}")]
    private static partial void NotNow(ILogger logger, string environment, string reason);

    [LoggerMessage(LogLevel.Information, "{Environment}: {Standing}")]
    private static partial void Standing(ILogger logger, string environment, string standing);

    [LoggerMessage(LogLevel.Information, "Run {Run} is left {State}: the next console takes it up")]
    private static partial void LeftOpen(ILogger logger, long run, RunPhase state);
}
