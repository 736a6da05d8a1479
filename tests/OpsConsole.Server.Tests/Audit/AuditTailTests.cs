using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Audit;

public sealed class AuditTailTests
{
    [Fact]
    public async Task EntryOfThisProcess_ReachesTheFeedAtOnce()
    {
        await using var log = new TestLog();
        var entry = await log.AppendAsync("one");
        Assert.Equal(entry, log.Feed.Latest<AuditEntry>("1"));
    }

    [Fact]
    public async Task EntriesOutOfOrder_AreToldInOrderAndOnce()
    {
        await using var log = new TestLog();
        var told = new List<long>();
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(log.Feed, told, stop.Token);
        log.News.Announce(Entry(1));
        log.News.Announce(Entry(3));
        log.News.Announce(Entry(4));
        log.News.Announce(Entry(2));
        log.News.Announce(Entry(3));
        log.News.Catch([Entry(2), Entry(3), Entry(4), Entry(5)]);
        log.News.Announce(Entry(5));
        log.News.Announce(Entry(6));
        await Eventually.BecomesTrueAsync(() => told.Count >= 6);
        await stop.CancelAsync();
        await watching;
        Assert.Equal([1, 2, 3, 4, 5, 6], told);
    }

    [Fact]
    public async Task EntriesOfAnotherProcess_ReachTheFeedAmongOurs_InOrderAndOnce()
    {
        await using var log = new TestLog();
        await log.FillAsync(3);
        await using var other = Database.Open(log.Store.Directory);
        var others = new AuditLog(other, new AuditNews(new LiveFeed(TimeProvider.System)), new UnknownAuditClock(), TimeProvider.System);
        var feed = new LiveFeed(TimeProvider.System);
        var news = new AuditNews(feed);
        var ours = new AuditLog(log.Store.Database, news, new UnknownAuditClock(), TimeProvider.System);
        using var tail = new AuditTail(new AuditReader(log.Store.Database), news, TimeProvider.System, NullLogger<AuditTail>.Instance);
        var told = new List<long>();
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(feed, told, stop.Token);
        await tail.StartAsync(CancellationToken.None);
        await Eventually.BecomesTrueAsync(() => told.Count >= 3, "what was there before is told first");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => (n % 2 == 0 ? ours : others).AppendAsync(
            new(TestLog.Ann, AuditActions.Step, AuditOutcome.Succeeded), CancellationToken.None)));
        await Eventually.BecomesTrueAsync(() => told.Count >= 53);
        await tail.StopAsync(CancellationToken.None);
        await stop.CancelAsync();
        await watching;
        Assert.Equal(Enumerable.Range(1, 53).Select(seq => (long)seq), told);
    }

    private static async Task WatchAsync(LiveFeed feed, List<long> told, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var entry in feed.WatchAsync<AuditEntry>(null, cancellationToken))
            {
                told.Add(entry.Seq);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The test has seen enough.
        }
    }

    private static AuditEntry Entry(long seq)
        => new(seq, default, null, "ann", null, "cli", AuditActions.Run, null, null, null, null, AuditOutcome.Asked, null, null, "", "");
}
