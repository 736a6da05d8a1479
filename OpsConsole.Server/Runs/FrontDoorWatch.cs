using OpsConsole.Server.Configuration;
using OpsConsole.Server.Environments;
using OpsConsole.Server.Slots;

namespace OpsConsole.Server.Runs;

/// <summary>
/// Asks at the front door, again and again, each time on a fresh connection, and keeps who answered when. It takes the receipts of a
/// shift, and measures it as a client would: counted from the instant the change was sent, to the arrival of an answer.
/// </summary>
internal sealed class FrontDoorWatch : IAsyncDisposable
{
    /// <summary>So many clients at once: while one waits for an answer the other is on its way.</summary>
    private const int Clients = 2;

    /// <summary>A gateway of several workers may go on answering from the old slot for a moment after the first new answer.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpMessageInvoker _http;
    private readonly Uri _address;
    private readonly ReceiptsOptions _options;
    private readonly SlotProof _proof;
    private readonly Slot _new;
    private readonly TimeProvider _time;
    private readonly Task _asking;
    private readonly TaskCompletionSource _firstAnswer = new();
    private long? _sent;
    private DateTimeOffset? _sentAt;
    private long? _firstNew;
    private long? _lastOld;
    private int _inRow;
    private int _old;
    private string? _lastFailure;

    private FrontDoorWatch(HttpMessageInvoker http, Uri frontDoor, ReceiptsOptions options, SlotProof proof, Slot expected, TimeProvider time)
    {
        _proof = proof;
        _http = http;
        _address = new Uri(frontDoor, options.Path);
        _options = options;
        _new = expected;
        _time = time;
        _asking = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskAsync()));
    }

    /// <summary>Begins to ask at one door of an environment.</summary>
    public static FrontDoorWatch Start(ManagedEnvironment environment, Uri door, SlotProof proof, Slot expected, TimeProvider time)
        => new(environment.Http, door, environment.Options.Receipts, proof, expected, time);

    /// <inheritdoc cref="Start(ManagedEnvironment, Uri, SlotProof, Slot, TimeProvider)"/>
    public static FrontDoorWatch Start(Uri frontDoor, ReceiptsOptions options, SlotProof proof, Slot expected, TimeProvider time)
        => new(FreshConnections.Invoker, frontDoor, options, proof, expected, time);

    /// <summary>Ends when somebody has answered, so that the first connection's cost is not in the measurement; or after the limit.</summary>
    public Task FirstAnswerAsync(TimeSpan limit, CancellationToken cancellationToken)
        => Task.WhenAny(_firstAnswer.Task, Pause.ForAsync(limit, _time, cancellationToken));

    /// <summary>The change is being sent at this instant: times and receipts count from here.</summary>
    public void Sent()
    {
        lock (_lock)
        {
            (_sent, _sentAt) = (_time.GetTimestamp(), _time.GetUtcNow());
            (_firstNew, _lastOld, _inRow, _old, _lastFailure) = (null, null, 0, 0, null);
        }
    }

    /// <summary>What was seen up to now.</summary>
    public Measured Measured(bool proven)
    {
        lock (_lock)
        {
            return new Measured(
                Milliseconds(_firstNew),
                Milliseconds(_lastOld),
                new Receipts(_options.Wanted, Math.Min(_inRow, _options.Wanted), proven ? 0 : _old))
            { SentAt = _sentAt };
        }
    }

    /// <summary>How far it is, in words.</summary>
    public string Progress()
    {
        lock (_lock)
        {
            var count = $"{Math.Min(_inRow, _options.Wanted)} of {_options.Wanted} receipts from {_new.Word()}";
            return _lastFailure is null || _inRow > 0 ? count : $"{count}, last answer: {_lastFailure}";
        }
    }

    /// <summary>Waits for the receipts: so many answers in a row from the expected slot, and no other for a settling time. False when the limit came first.</summary>
    public Task<bool> ProvenAsync(TimeSpan limit, Action<string> report, CancellationToken cancellationToken) => WaitAsync(IsProven, limit, report, cancellationToken);

    /// <summary>Waits until both slots have answered, as they do where traffic is split. False when the limit came first.</summary>
    public Task<bool> SeenFromBothAsync(TimeSpan limit, Action<string> report, CancellationToken cancellationToken)
        => WaitAsync(IsSplit, limit, report, cancellationToken);

    private async Task<bool> WaitAsync(Func<bool> proven, TimeSpan limit, Action<string> report, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var reported = "";
        while (_time.GetElapsedTime(started) < limit)
        {
            if (proven())
            {
                return true;
            }

            if (Progress() is var progress && progress != reported)
            {
                report(reported = progress);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), _time, cancellationToken);
        }

        return proven();
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        await _asking;
        _stop.Dispose();
    }

    private bool IsProven()
    {
        lock (_lock)
        {
            return _inRow >= _options.Wanted && _firstNew is { } first && _time.GetElapsedTime(Math.Max(first, _lastOld ?? first)) >= s_settle;
        }
    }

    private bool IsSplit()
    {
        lock (_lock)
        {
            return _firstNew is not null && _lastOld is not null;
        }
    }

    private double? Milliseconds(long? at) => at is { } end && _sent is { } sent ? Math.Round(Math.Max(0, _time.GetElapsedTime(sent, end).TotalMilliseconds), 2) : null;

    private async Task AskAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var (slot, failure) = await FrontDoorCall.AskAsync(_http, _address, _proof, _time, _stop.Token);
            Take(slot, failure, _time.GetTimestamp());
            await Task.Delay(s_pause, _time, _stop.Token).ConfigureAwait(Pause.Quietly);
        }
    }

    private void Take(Slot? slot, string? failure, long at)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        lock (_lock)
        {
            Count(slot, failure, at);
        }

        _firstAnswer.TrySetResult();
    }

    private void Count(Slot? slot, string? failure, long at)
    {
        if (slot == _new)
        {
            _firstNew ??= _sent is null ? null : at;
            _inRow++;
            return;
        }

        _inRow = 0;
        _lastFailure = failure ?? (slot is { } other ? $"from {other.Word()}" : _proof.Lacks);
        if (slot is not null)
        {
            _lastOld = at;
            _old++;
        }
    }
}
