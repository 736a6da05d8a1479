using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace OpsConsole.Server.Storage;

/// <summary>
/// The store: one SQLite file in the data directory. Writes of this process go one after another through one thread,
/// each in its own IMMEDIATE transaction, durable when the task ends (WAL, <c>synchronous=FULL</c>, asserted at every open).
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    /// <summary>The file's name inside the data directory.</summary>
    public const string FileName = "opsconsole.db";

    private readonly string _connectionString;
    private readonly Channel<WriteJob> _jobs = Channel.CreateUnbounded<WriteJob>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writer;
    private int _pending;

    private Database(string path)
    {
        Path = path;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            DefaultTimeout = 5,
        }.ToString();
        _writer = Task.Factory.StartNew(WriteLoop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>How many reads and writes were asked for and have not ended.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Told before (false) and after (true) every commit. What it throws before keeps the write from happening; what it throws after does not. For tests.</summary>
    public Action<bool>? Committing { get; set; }

    /// <summary>Opens the store of <paramref name="directory"/>, made or brought up to date where needed.</summary>
    /// <exception cref="StoreException">It cannot be written, or was written by a newer version.</exception>
    public static Database Open(string directory)
    {
        SqliteLibrary.Load();
        var path = System.IO.Path.Combine(directory, FileName);
        MakePrivate(path);
        var database = new Database(path);
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
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _pending);
        try
        {
            return await Task.Run(() => Read(work), cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    /// <summary>Writes in one transaction. When the task ends, it is on disk; when it fails, nothing was written.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> work, CancellationToken cancellationToken)
    {
        var job = new WriteJob<T>(work, cancellationToken);
        Interlocked.Increment(ref _pending);
        try
        {
            return _jobs.Writer.TryWrite(job) ? await job.Done : throw new StoreException("The store is closed.");
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
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
        SqliteConnection.ClearAllPools();
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

    private void WriteLoop()
    {
        while (_jobs.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_jobs.Reader.TryRead(out var job))
            {
                job.Run(this);
            }
        }
    }
}
