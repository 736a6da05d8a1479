using Microsoft.Data.Sqlite;

namespace OpsConsole.Server.Storage;

/// <summary>A write that waits for its turn.</summary>
internal abstract class WriteJob
{
    public abstract void Run(Database database);
}

/// <inheritdoc/>
internal sealed class WriteJob<T>(Func<SqliteConnection, SqliteTransaction, T> work, CancellationToken cancellationToken) : WriteJob
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => _done.Task;

    public override void Run(Database database)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _done.SetCanceled(cancellationToken);
            return;
        }

        try
        {
            using var connection = database.Connect();
            using var transaction = connection.BeginTransaction(deferred: false);
            var value = work(connection, transaction);
            database.Committing?.Invoke(false);
            transaction.Commit();
            database.Committing?.Invoke(true);
            _done.SetResult(value);
        }
        catch (SqliteException exception)
        {
            _done.SetException(StoreException.From(exception, database.Path));
        }
        catch (Exception exception)
        {
            // Handed to whoever asked for the write; the loop itself must go on.
            _done.SetException(exception);
        }
    }
}
