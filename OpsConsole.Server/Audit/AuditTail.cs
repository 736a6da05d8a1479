using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Audit;

/// <summary>Follows the audit log in the store, so that what another process writes, such as a command-line verb, reaches the feed too.</summary>
internal sealed partial class AuditTail(AuditReader reader, AuditNews news, TimeProvider time, ILogger<AuditTail> logger) : BackgroundService
{
    /// <summary>How many old entries the feed has after a start.</summary>
    private const int Remembered = 20;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CatchUpAsync(stoppingToken);
                _failing = false;
                await news.GapAsync(s_interval, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (StoreException exception)
            {
                if (!_failing)
                {
                    CannotRead(logger, exception.Message);
                }

                _failing = true;
                await Task.Delay(s_interval * 5, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        const int page = 500;
        IReadOnlyList<AuditRow> rows;
        do
        {
            rows = news.Newest is { } newest
                ? await reader.AfterAsync(newest, long.MaxValue, page, cancellationToken)
                : await reader.NewestAsync(Remembered, cancellationToken);
            news.Catch(rows.Select(row => row.ToEntry()));
        }
        while (rows.Count == page);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Entries of other processes are not seen for now: {Reason}")]
    private static partial void CannotRead(ILogger logger, string reason);
}
