using Microsoft.Data.Sqlite;
using OpsConsole.Server.Live;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Environments;

/// <summary>
/// Reads what stands in the store each second, since another process may have written it, and at once after this one has; tells
/// the feed. One reader at a time: no older picture comes after a newer one.
/// </summary>
internal sealed partial class StandingSampler(EnvironmentCatalogue catalogue, LiveFeed feed, Database database, TimeProvider time, ILogger<StandingSampler> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _failing;

    /// <summary>Reads and tells now. What cannot be read keeps its last picture, which then grows old.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            var read = await database.ReadAsync(
                connection => catalogue.All.Select(environment => Read(connection, environment.Name, now)).ToList(),
                cancellationToken);
            read.ForEach(feed.Publish);
            _failing = false;
        }
        catch (StoreException exception)
        {
            if (!_failing)
            {
                ReadFailed(logger, exception.Message);
            }

            _failing = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        do
        {
            await RefreshAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static StandingNow Read(SqliteConnection connection, string environment, DateTimeOffset now)
        => new(
            environment,
            now,
            Freezes.Find(connection, environment, now),
            Report.All(connection, environment),
            Tick.All(connection, environment),
            UndoRights.Newest(connection, null, environment));

    [LoggerMessage(LogLevel.Warning, "What stands could not be read: {Reason}")]
    private static partial void ReadFailed(ILogger logger, string reason);
}
