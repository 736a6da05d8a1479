using System.Runtime.ExceptionServices;

namespace OpsConsole.Support;

/// <summary>
/// One thread on which everything of a simulated world happens, in an order that is the same each time: what is ready runs, and where
/// nothing is, the clock goes on to its next timer. Whatever comes from another thread is an error: it would come at another moment each time.
/// </summary>
public sealed class OneThread : SynchronizationContext
{
    /// <summary>Where the stack gets short, what comes next goes to a thread of the pool: one that is never short keeps it here.</summary>
    private const int StackBytes = 64 << 20;

    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<AutoTime> _times = [];
    private Exception? _foreign;

    private OneThread()
    {
    }

    /// <summary>The clock that goes on when nothing is ready: of the world's present life. The others are kept: what waits for them must not be collected, which is noticed.</summary>
    public AutoTime? Time
    {
        get => _times.Count == 0 ? null : _times[^1];
        set => _times.Add(value!);
    }

    /// <summary>The one of the thread that runs this.</summary>
    public static OneThread Here => Current as OneThread ?? throw new InvalidOperationException("Not inside of OneThread.Run.");

    /// <summary>Runs tasks of this thread only.</summary>
    public TaskScheduler Scheduler { get; private set; } = TaskScheduler.Default;

    /// <summary>Runs <paramref name="world"/> to its end, on a thread of its own.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> world)
    {
        var done = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    done.SetResult(new OneThread().RunHere(world));
                }
                catch (Exception exception)
                {
                    done.SetException(exception);
                }
            },
            StackBytes);
        thread.Start();
        return await await done.Task;
    }

    private Task<T> RunHere<T>(Func<Task<T>> world)
    {
        SetSynchronizationContext(this);
        Scheduler = TaskScheduler.FromCurrentSynchronizationContext();
        var end = world();
        while (!end.IsCompleted)
        {
            Next();
        }

        return end;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_ready)
        {
            if (Environment.CurrentManagedThreadId != _thread)
            {
                _foreign ??= new InvalidOperationException($"From another thread:{Environment.NewLine}{Environment.StackTrace}");
            }

            _ready.Enqueue((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing here may wait for another thread.");

    private void Next()
    {
        (SendOrPostCallback Callback, object? State) next;
        lock (_ready)
        {
            if (_foreign is not null)
            {
                ExceptionDispatchInfo.Throw(_foreign);
            }

            _ready.TryDequeue(out next);
        }

        if (next.Callback is not null)
        {
            next.Callback(next.State);
        }
        else if (Time?.TryGoOn() != true)
        {
            throw new InvalidOperationException("Nothing is ready and no timer is set: this world stands still for ever.");
        }
    }
}
