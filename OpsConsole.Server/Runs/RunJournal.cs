using Microsoft.Data.Sqlite;
using OpsConsole.Server.Audit;
using OpsConsole.Server.Storage;

namespace OpsConsole.Server.Runs;

/// <summary>What is written in one transaction; gives the entries to announce.</summary>
internal delegate IReadOnlyList<AuditEntry> RunWrite(SqliteConnection connection, SqliteTransaction transaction);

/// <summary>
/// Writes what runs do. Going forward, nothing happens before it is written. Going back, a full or locked store does not stand in
/// the way: what could not be written is said on standard error, kept in order, and written when the store is back.
/// </summary>
internal sealed partial class RunJournal(Database database, AuditLog audit, TimeProvider time, ILogger<RunJournal> logger) : IAsyncDisposable
{
    /// <summary>An undo waits so long for its intent to be on disk, and no longer.</summary>
    private static readonly TimeSpan s_undoPatience = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_closingPatience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private Task<bool> _behind = Task.FromResult(true);

    /// <summary>Writes now. When the task ends it is on disk; when it fails nothing was written, and what it belongs to must not happen.</summary>
    /// <exception cref="StoreException">It could not be written.</exception>
    /// <exception cref="LeaseLostException">Another process acts on the environment.</exception>
    public async Task WriteAsync(RunWrite write, CancellationToken cancellationToken)
    {
        var entries = await database.WriteAsync((connection, transaction) => write(connection, transaction), cancellationToken);
        foreach (var entry in entries)
        {
            audit.Announce(entry);
        }
    }

    /// <summary>Reads what was written.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken) => database.ReadAsync(read, cancellationToken);

    /// <summary>Whether all that was given here is on disk: while it is not, the store is behind what is so.</summary>
    public bool IsWritten
    {
        get
        {
            lock (_lock)
            {
                return _behind.IsCompleted;
            }
        }
    }

    /// <summary>Writes after all that was given here before, now or when the store is back; waits for it a moment only.</summary>
    /// <exception cref="LeaseLostException">Another process acts on the environment.</exception>
    public async Task WriteEventuallyAsync(string what, RunWrite write)
    {
        Task<bool> mine;
        lock (_lock)
        {
            mine = _behind = WriteBehindAsync(_behind, what, write);
        }

        var first = await Task.WhenAny(mine, Pause.ForAsync(s_undoPatience, time, _closing.Token));
        if (first == mine && !await mine)
        {
            throw new LeaseLostException($"Another console acts there now: {what} is its business.");
        }
    }

    /// <summary>Enters a line of the audit log in the transaction of what it belongs to.</summary>
    public AuditEntry Enter(SqliteConnection connection, SqliteTransaction transaction, NewEntry entry) => audit.Append(connection, transaction, entry);

    /// <summary>Waits until nothing is kept back any more.</summary>
    public Task FlushAsync()
    {
        lock (_lock)
        {
            return _behind;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // What is still kept back then is found again: a run that has not ended on disk is looked at, and taken back, at the next start.
        await Task.WhenAny(FlushAsync(), Task.Delay(s_closingPatience, time));
        _closing.Cancel();
        await FlushAsync();
        _closing.Dispose();
    }

    /// <summary>False when the lease was lost. Never throws: what comes behind must be written all the same.</summary>
    private async Task<bool> WriteBehindAsync(Task before, string what, RunWrite write)
    {
        await before;
        var said = false;
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await WriteAsync(write, _closing.Token);
                if (said)
                {
                    WrittenLater(logger, what);
                }

                return true;
            }
            catch (StoreException exception) when (!exception.Lasts)
            {
                if (!said)
                {
                    said = true;
                    await Console.Error.WriteLineAsync($"opsconsole: {what} goes on although it cannot be entered: {exception.Message} It is entered when the store is back.");
                }

                await Task.Delay(s_retry, time, _closing.Token).ConfigureAwait(Pause.Quietly);
            }
            catch (LeaseLostException exception)
            {
                NotWritten(logger, what, exception.Message);
                return false;
            }
            catch (OperationCanceledException)
            {
                return true;
            }
            catch (Exception exception)
            {
                // A bug, or a store that forbids it: to try for ever would hold up all that comes behind.
                await Console.Error.WriteLineAsync($"opsconsole: {what} cannot be entered: {exception.Message}");
                NeverWritten(logger, what, exception);
                return true;
            }
        }

        return true;
    }

    [LoggerMessage(LogLevel.Information, "{What} was entered now that the store is back")]
    private static partial void WrittenLater(ILogger logger, string what);

    [LoggerMessage(LogLevel.Error, "{What} cannot be entered")]
    private static partial void NeverWritten(ILogger logger, string what, Exception exception);

    [LoggerMessage(LogLevel.Error, "{What} is not entered here: {Reason}")]
    private static partial void NotWritten(ILogger logger, string what, string reason);
}
