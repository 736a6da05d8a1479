using System.Threading.Channels;
using OpsConsole.Server.Live;

namespace OpsConsole.Server.Audit;

/// <summary>
/// Brings entries to the feed in the order of their numbers, each once, whoever hands them in: the writer as soon as it has
/// committed, or <see cref="AuditTail"/>, which reads what other processes wrote.
/// </summary>
internal sealed class AuditNews(LiveFeed feed)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, AuditEntry> _early = [];
    private readonly Channel<bool> _gap = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long? _newest;

    /// <summary>The newest entry that the feed has; null before the first.</summary>
    public long? Newest
    {
        get
        {
            lock (_lock)
            {
                return _newest;
            }
        }
    }

    /// <summary>Takes an entry of this process. One that comes before its predecessor waits for it.</summary>
    public void Announce(AuditEntry entry)
    {
        lock (_lock)
        {
            if (_newest is not { } newest || entry.Seq == newest + 1)
            {
                Publish(entry);
                while (_early.Remove(_newest!.Value + 1, out var next))
                {
                    Publish(next);
                }
            }
            else if (entry.Seq > newest)
            {
                _early[entry.Seq] = entry;
                _gap.Writer.TryWrite(true);
            }
        }
    }

    /// <summary>Takes entries read from the store, in order and without a gap.</summary>
    public void Catch(IEnumerable<AuditEntry> entries)
    {
        lock (_lock)
        {
            foreach (var entry in entries.Where(entry => _newest is not { } newest || entry.Seq > newest))
            {
                _early.Remove(entry.Seq);
                Publish(entry);
            }

            while (_newest is { } newest && _early.Remove(newest + 1, out var next))
            {
                Publish(next);
            }
        }
    }

    /// <summary>Ends at once when an entry waits for one that is not here, else after <paramref name="wait"/>.</summary>
    public async Task GapAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _gap.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up: that is an ordinary end.
        }
    }

    private void Publish(AuditEntry entry)
    {
        _newest = entry.Seq;
        feed.Publish(entry);
    }
}
