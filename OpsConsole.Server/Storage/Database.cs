using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace OpsConsole.Server.Storage;

/// <summary>
/// The store: one SQLite file in the data directory. Writes of this process go one after another,
/// each in its own IMMEDIATE transaction, durable when the task ends (WAL, <c>synchronous=FULL</c>, asserted at every open).
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    /// <summary>The file's name inside the data directory.</summary>
    public const string FileName = "opsconsole.db";

    private readonly string _connectionString;
    private readonly Channel<WriteJob> _jobs = Channel.CreateUnbounded<WriteJob>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskScheduler _threads;
    private readonly Task _writer;

    private Database(string path, TaskScheduler threads)
    {
        Path = path;
        _threads = threads;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            DefaultTimeout = 5,
        }.ToString();
        _writer = Task.Factory.StartNew(WriteAllAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, threads).Unwrap();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Told before (false) and after (true) every commit. What it throws before keeps the write from happening; what it throws after does not. For tests.</summary>
    public Action<bool>? Committing { get; set; }

    /// <summary>Opens the store of <paramref name="directory"/>, made or brought up to date where needed.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="threads">Where it reads and writes: the pool, unless a test wants to know of every thread.</param>
    /// <exception cref="StoreException">It cannot be written, or was written by a newer version.</exception>
    public static Database Open(string directory, TaskScheduler? threads = null)
    {
        SqliteLibrary.Load();
        var path = System.IO.Path.Combine(directory, FileName);
        MakePrivate(path);
        var database = new Database(path, threads ?? TaskScheduler.Default);
        var ready = false;
        try
        {
            using var connection = database.Connect();
            SchemaSteps.Apply(connection);
            ready = true;
            return database;
        }
        catch (SqliteException exception)
        {
            throw StoreException.From(exception, database.Path);
        }
        finally
        {
            if (!ready)
            {
                // Its writer has nothing to write.
                database._jobs.Writer.Complete();
            }
        }
    }

    /// <summary>
    /// A new store is its owner's alone, wherever it lies: it holds hashes of passwords. SQLite gives its other files the same
    /// rights. One that is there is not touched: to close it would let go of the locks that SQLite holds on it.
    /// </summary>
    private static void MakePrivate(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // SQLite, which comes next, says in our words what is in the way; or another console was faster.
        }
    }

    /// <summary>Reads on a thread of the pool, in one snapshot per statement.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
        => Task.Factory.StartNew(() => Read(work), cancellationToken, TaskCreationOptions.DenyChildAttach, _threads);

    /// <summary>Writes in one transaction. When the task ends, it is on disk; when it fails, nothing was written.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> work, CancellationToken cancellationToken)
    {
        var job = new WriteJob<T>(work, cancellationToken);
        return _jobs.Writer.TryWrite(job) ? job.Done : Task.FromException<T>(new StoreException("The store is closed."));
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<SqliteConnection, SqliteTransaction> work, CancellationToken cancellationToken)
        => WriteAsync<object?>(
            (connection, transaction) =>
            {
                work(connection, transaction);
                return null;
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        await _writer;
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private T Read<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            using var connection = Connect();
            return work(connection);
        }
        catch (SqliteException exception)
        {
            throw StoreException.From(exception, Path);
        }
    }

    internal SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000;";
            command.ExecuteNonQuery();
            command.CommandText = "PRAGMA synchronous";
            return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) == 2
                ? connection
                : throw new StoreException($"{Path} cannot be opened durably: synchronous=FULL did not take.");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private async Task WriteAllAsync()
    {
        while (await _jobs.Reader.WaitToReadAsync())
        {
            while (_jobs.Reader.TryRead(out var job))
            {
                job.Run(this);
            }
        }
    }
}
