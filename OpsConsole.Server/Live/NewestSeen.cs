namespace OpsConsole.Server.Live;

/// <summary>Remembers of kinds with ever new keys which one is newest: with that a new subscriber begins.</summary>
internal sealed class NewestSeen(ILiveFeed feed) : BackgroundService
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _runs = new(StringComparer.Ordinal);
    private long _entry;

    /// <summary>The number of the newest entry; 0 before the first.</summary>
    public long Entry => Interlocked.Read(ref _entry);

    /// <summary>The number of the newest run of each environment that had one.</summary>
    public IReadOnlyDictionary<string, long> Runs
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, long>(_runs, StringComparer.Ordinal);
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(FollowRunsAsync(stoppingToken), FollowEntriesAsync(stoppingToken));

    private async Task FollowRunsAsync(CancellationToken stoppingToken)
    {
        await foreach (var run in feed.WatchAsync<RunState>(null, stoppingToken))
        {
            lock (_lock)
            {
                _runs[run.Environment] = Math.Max(run.Id, _runs.GetValueOrDefault(run.Environment));
            }
        }
    }

    private async Task FollowEntriesAsync(CancellationToken stoppingToken)
    {
        await foreach (var entry in feed.WatchAsync<AuditEntry>(null, stoppingToken))
        {
            Interlocked.Exchange(ref _entry, Math.Max(Entry, entry.Seq));
        }
    }
}
