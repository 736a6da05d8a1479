using OpsConsole.Server.Live;

namespace OpsConsole.Server.Runs;

/// <summary>Tells the feed what the log says, where this process does not make it say so itself.</summary>
internal sealed class RunFollower(RunLog log, LiveFeed feed)
{
    /// <summary>Tells the feed of runs that this process does not carry out, and at its start of the last one.</summary>
    public async Task FollowAsync(RunDesk desk, CancellationToken stoppingToken)
    {
        var newest = await log.NewestAsync(desk.Environment.Name, stoppingToken);
        if (newest == desk.Told || newest is null)
        {
            return;
        }

        desk.Told = newest;
        var ended = await log.FindLastEndedAsync(desk.Environment.Name, stoppingToken);
        var active = await log.FindActiveAsync(desk.Environment.Name, stoppingToken);
        foreach (var record in new[] { ended, active }.OfType<RunRecord>())
        {
            // An end that this process has seen is never taken back by a log that is behind.
            if (feed.Latest<RunState>(((ILiveState)record.State).Key) is not { Ended: true })
            {
                feed.Publish(record.State);
            }
        }

        if (ended?.State.Id == desk.ToldEnded)
        {
            return;
        }

        // Each end may have been a way back, whichever process took it.
        desk.ToldEnded = ended?.State.Id;
        if (await UndoTime.LastAsync(log, desk.Environment.Name, stoppingToken) is { } last)
        {
            feed.Publish(last);
        }
    }
}
